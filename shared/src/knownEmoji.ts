import { bareEmoji, qualifiedEmoji } from './emoji.js';
import { pairs, toned, unlikePairs, untoned } from './emojiTable.js';

const listed = (table: string): Set<string> => new Set(table.trim().split(/\s+/u));

const single = listed(`${untoned} ${toned}`);
const withTone = listed(toned);
const ofTwo = listed(pairs);
const ofUnlike = listed(unlikePairs);
const tone = /[\u{1f3fb}-\u{1f3ff}]/gu;

/** Whether this, without U+FE0F, is one of the emoji that Unicode recommends. */
function isKnown(bare: string): boolean {
  if (single.has(bare)) return true;
  const [first, second, ...more] = bare.match(tone) ?? [];
  if (first === undefined || more.length > 0) return false;
  const plain = bare.replace(tone, '');
  if (second === undefined) return withTone.has(plain) && [...bare][1] === first;
  // Each tone is behind its person: the first sign, and the last one.
  if ([...bare][1] !== first || !bare.endsWith(second)) return false;
  return ofTwo.has(plain) || (first !== second && ofUnlike.has(plain));
}

/**
 * The normal form in which an emoji is stored and compared, the fully qualified one, for any form of it: with U+FE0F, without, or with
 * some. Undefined for anything but one emoji. The list is the picker's own (`emojiTable.ts`) and not the engine's, which in
 * an older Node lacks what a newer browser shows.
 */
export function knownEmoji(text: string): string | undefined {
  const bare = bareEmoji(text);
  return isKnown(bare) ? qualifiedEmoji(bare) : undefined;
}

/** Cache of normal forms; it has about as many entries as there are emoji, and one for anything else that is stored. */
const stored = new Map<string, string>();
const MAX_CACHED = 10_000;

function normalOf(emoji: string): string {
  const found = stored.get(emoji);
  if (found !== undefined) return found;
  const normal = knownEmoji(emoji) ?? emoji;
  if (stored.size >= MAX_CACHED) stored.clear();
  stored.set(emoji, normal);
  return normal;
}

/**
 * Reactions with each emoji in its normal form, in order; people of equal forms merged, each once. Returns the same array if
 * nothing changes. Anything but a known emoji stays as it is.
 */
export function inNormalForm<Id>(
  reactions: { emoji: string; userIds: Id[] }[],
): { emoji: string; userIds: Id[] }[] {
  if (reactions.every(({ emoji }) => normalOf(emoji) === emoji)) return reactions;
  const merged = new Map<string, Map<string, Id>>();
  for (const { emoji, userIds } of reactions) {
    const people = merged.get(normalOf(emoji)) ?? new Map<string, Id>();
    for (const id of userIds) people.set(String(id), people.get(String(id)) ?? id);
    merged.set(normalOf(emoji), people);
  }
  return [...merged].map(([emoji, people]) => ({ emoji, userIds: [...people.values()] }));
}
