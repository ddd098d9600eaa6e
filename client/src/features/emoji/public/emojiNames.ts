/** The names of emoji, which are large: loaded when the first may be typed, and at hand from then on. */
type Names = typeof import('./emojiData');

let names: Names | undefined;

/** @throws when they are wanted for the first time without a network */
export const loadEmojiNames = async (): Promise<Names> => (names ??= await import('./emojiData'));

/** The names, if they have been loaded. */
export const emojiNames = (): Names | undefined => names;
