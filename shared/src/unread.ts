import { limits } from './limits.js';

/** How far somebody has read in a room. */
interface ReadMark {
  readSeq: number;
  unreadFrom?: number | null | undefined;
}

/** How far a room counts as read: to where one has read, or to before what one wants to come back to. */
export const readUpTo = ({ readSeq, unreadFrom }: ReadMark): number =>
  unreadFrom == null ? readSeq : Math.min(readSeq, unreadFrom - 1);

/**
 * Is a message never unread for somebody: because it was deleted, or because they have said it themselves, here or elsewhere? What is so stays so,
 * which is why the places of such messages can be put together in any order, and from answers of any age.
 */
export const isUncounted = (message: { authorId: string; deletedAt: unknown }, myId: string): boolean =>
  message.deletedAt != null || message.authorId === myId;

/**
 * Of the newest places of a room those that are not unread, each once and in order.
 *
 * @param seqs such places, from anywhere
 * @param from leaves out what is read, up to this place
 */
export function uncountedIn(seqs: Iterable<number>, { headSeq }: { headSeq: number }, from = 0): number[] {
  const after = Math.max(from, headSeq - limits.uncountedKnown);
  return [...new Set(seqs)].filter((seq) => seq > after && seq <= headSeq).sort((a, b) => a - b);
}

/** Messages of a room that are unread. Derived from its places: nothing is counted up, so nothing can drift. */
export function unreadIn(room: { headSeq: number; uncountedSeqs: number[] }, from: number): number {
  if (room.headSeq <= from) return 0;
  const uncounted = room.uncountedSeqs.filter((seq) => seq > from && seq <= room.headSeq);
  return room.headSeq - from - uncounted.length;
}

/** The place of the first unread message; one beyond the head when there is none. */
export function firstUnreadIn(room: { uncountedSeqs: number[] }, from: number): number {
  const uncounted = new Set(room.uncountedSeqs);
  let seq = from + 1;
  while (uncounted.has(seq)) seq += 1;
  return seq;
}
