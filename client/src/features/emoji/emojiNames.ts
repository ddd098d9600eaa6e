/** The names of emoji, and what tells where one may stand: both large, loaded when the first may be typed, and at hand from then on. */
type Names = typeof import('./emojiData') &
  typeof import('./typedName') &
  typeof import('@parley/shared/markdown/place');

let names: Names | undefined;

/** @throws when they are wanted for the first time without a network */
export async function loadEmojiNames(): Promise<Names> {
  const [data, typed, place] = await Promise.all([
    import('./emojiData'),
    import('./typedName'),
    import('@parley/shared/markdown/place'),
  ]);
  return (names ??= { ...data, ...typed, ...place });
}

/** The names, if they have been loaded. */
export const emojiNames = (): Names | undefined => names;
