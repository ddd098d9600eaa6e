import { limits } from './limits.js';

/** A person's read mark in a room. */
export interface ReadMark {
  readSeq: number;
  unreadFrom?: number | null | undefined;
}

/** Places of a room that are not unread. */
export interface Uncounted {
  /** Deleted messages. */
  deleted: number[];
  /** One's own messages, sent here or elsewhere. They count only after one has marked the room as unread. */
  own: number[];
}

/** The place up to which a room counts as read: the read mark, or before the place that one marked as unread. */
export const readUpTo = ({ readSeq, unreadFrom }: ReadMark): number =>
  unreadFrom == null ? readSeq : Math.min(readSeq, unreadFrom - 1);

/** Whether a message is never unread for a person. This does not change back. */
export const isUncounted = (message: { authorId: string; deletedAt: unknown }, myId: string): boolean =>
  message.deletedAt != null || message.authorId === myId;

/** The places of these messages that are not unread. */
export function uncountedAmong(
  messages: { seq: number; authorId: string; deletedAt: unknown }[],
  myId: string,
): Uncounted {
  const none = messages.filter((message) => isUncounted(message, myId));
  return {
    deleted: none.filter(({ deletedAt }) => deletedAt != null).map(({ seq }) => seq),
    own: none.filter(({ deletedAt }) => deletedAt == null).map(({ seq }) => seq),
  };
}

/**
 * Merges the known places of a room that are not unread, from any source. Such a place stays so, therefore neither the order nor
 * the age of the sources matters.
 */
export function uncountedIn(parts: (Uncounted | undefined)[], { headSeq }: { headSeq: number }): Uncounted {
  const newest = (kind: keyof Uncounted): number[] =>
    [...new Set(parts.flatMap((part) => part?.[kind] ?? []))]
      .filter((seq) => seq > headSeq - limits.uncountedKnown && seq <= headSeq)
      .sort((a, b) => a - b);
  const deleted = newest('deleted');
  const gone = new Set(deleted);
  return { deleted, own: newest('own').filter((seq) => !gone.has(seq)) };
}

/** Those of these places that are behind a read mark. */
export function uncountedBehind({ deleted, own }: Uncounted, mark: ReadMark): Uncounted {
  const from = readUpTo(mark);
  return {
    deleted: deleted.filter((seq) => seq > from),
    own: own.filter((seq) => seq > mark.readSeq),
  };
}

interface Room {
  headSeq: number;
  uncounted: Uncounted;
  member: ReadMark;
}

/** The number of unread messages. Derived from places: without counters, nothing can drift. */
export function unreadIn({ headSeq, uncounted, member }: Room): number {
  const from = readUpTo(member);
  if (headSeq <= from) return 0;
  // Most rooms have none, and this runs for all of them with each message.
  if (uncounted.deleted.length === 0 && uncounted.own.length === 0) return headSeq - from;
  const { deleted, own } = uncountedBehind(uncountedIn([uncounted], { headSeq }), member);
  return headSeq - from - deleted.length - own.length;
}

/** The place of the first unread message; one beyond the head when there is none. */
export function firstUnreadIn({ uncounted, member }: Pick<Room, 'uncounted' | 'member'>): number {
  const { deleted, own } = uncountedBehind(uncounted, member);
  const none = new Set([...deleted, ...own]);
  let seq = readUpTo(member) + 1;
  while (none.has(seq)) seq += 1;
  return seq;
}
