import { z } from 'zod';
import { boundedText } from '../boundedText.js';
import { objectId } from '../ids.js';

/** Bounds of the word filter. */
export const wordLimits = { entries: 500, phrase: 80, words: 8 } as const;

export const wordEntry = z.strictObject({
  /** Words with spaces between them; `*` stands for any letters of a word. */
  phrase: boundedText(1, wordLimits.phrase),
  action: z.enum(['deny', 'hold', 'replace']),
});
export type WordEntry = z.infer<typeof wordEntry>;

/** The word filter; `version` is the one that is replaced. */
export const wordFilterView = z
  .strictObject({
    version: z.number().int().nonnegative(),
    entries: z.array(wordEntry).max(wordLimits.entries),
  })
  .meta({ id: 'WordFilter' });
export type WordFilterView = z.infer<typeof wordFilterView>;

/** A message that waits for a moderator. */
export const heldView = z
  .strictObject({
    heldId: objectId,
    roomId: objectId,
    roomName: z.string(),
    authorId: objectId,
    text: z.string(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'HeldMessage' });
export type HeldView = z.infer<typeof heldView>;
