/** The names of emoji, which are large: loaded on demand, and cached. */
type Names = typeof import('./emojiData');

let names: Names | undefined;

/** @throws when they are first requested offline */
export const loadEmojiNames = async (): Promise<Names> => (names ??= await import('./emojiData'));

/** The names, if they are loaded. */
export const emojiNames = (): Names | undefined => names;
