/** What the sync layer needs of a message: its place and its last change, not its content. */
export interface Placed {
  seq: number;
  rev: number;
}

/**
 * The loaded messages of one room: one unbroken run of places, and the cursor of their changes.
 *
 * The cursor moves only on `rev === cursor + 1` or to the end of a catch-up. "The highest rev seen" would skip what is
 * on its way: fuzzed on random deliveries it loses changes in every third run (timeline.test.ts shows it).
 */
export interface Timeline<M extends Placed> {
  /** Every change up to this rev is in `messages`, as far as it concerns them. */
  cursor: number;
  /** Received revs beyond cursor + 1. */
  ahead: number[];
  /** In order of seq, without a gap. */
  messages: M[];
  /** New messages that cannot be appended yet, because one before them is missing. */
  held: M[];
  /** The newest place received. */
  headSeq: number;
  /** The newest rev received, also by a beacon; the change itself may be missing. */
  headRev: number;
  /** The run reaches the beginning of the room. */
  atStart: boolean;
  /** The run follows the end of the room: new messages are appended. */
  live: boolean;
}

/** The reading position: the end of the run, or a place (a seq). */
export type Place = number | 'end';

export interface PageOf<M> {
  messages: M[];
  hasMoreBefore: boolean;
  hasMoreAfter: boolean;
}

export const lastSeq = <M extends Placed>(timeline: Timeline<M>): number =>
  timeline.messages.at(-1)?.seq ?? 0;
export const firstSeq = <M extends Placed>(timeline: Timeline<M>): number => timeline.messages[0]?.seq ?? 1;

/** Changes are missing: request them from the cursor. */
export const hasRevGap = <M extends Placed>(timeline: Timeline<M>): boolean =>
  timeline.ahead.length > 0 || timeline.headRev > timeline.cursor;

/** Messages are missing at the end: request the page after the last one. */
export const hasSeqGap = <M extends Placed>(timeline: Timeline<M>): boolean =>
  timeline.live && timeline.headSeq > lastSeq(timeline);

/** A new run from the answer to `room:open`. `headRev` was read before the page. */
export function freshTimeline<M extends Placed>(
  page: PageOf<M>,
  heads: { headSeq: number; headRev: number },
): Timeline<M> {
  return {
    cursor: heads.headRev,
    ahead: [],
    messages: page.messages,
    held: [],
    headSeq: Math.max(heads.headSeq, page.messages.at(-1)?.seq ?? 0),
    headRev: heads.headRev,
    atStart: !page.hasMoreBefore,
    live: !page.hasMoreAfter,
  };
}

function advance(cursor: number, ahead: number[], revs: number[]): { cursor: number; ahead: number[] } {
  const waiting = [...new Set([...ahead, ...revs])].filter((rev) => rev > cursor).sort((a, b) => a - b);
  let at = cursor;
  while (waiting[0] === at + 1) {
    at += 1;
    waiting.shift();
  }
  return { cursor: at, ahead: waiting };
}

/** Inserts messages: a newer rev replaces, the next place is appended, others are held or ignored. */
function place<M extends Placed>(
  timeline: Timeline<M>,
  changed: M[],
): Pick<Timeline<M>, 'messages' | 'held' | 'headSeq'> {
  let messages = timeline.messages;
  let copied = false;
  const own = (): M[] => {
    if (!copied) messages = [...messages];
    copied = true;
    return messages;
  };
  const start = messages[0]?.seq ?? timeline.headSeq + 1;
  const held = new Map(timeline.held.map((message) => [message.seq, message]));
  let headSeq = timeline.headSeq;
  for (const message of changed) {
    headSeq = Math.max(headSeq, message.seq);
    const index = message.seq - start;
    const known = messages.length > 0 ? messages[index] : undefined;
    if (known) {
      if (message.rev > known.rev) own()[index] = message;
    } else if (timeline.live && message.seq > (messages.at(-1)?.seq ?? 0)) {
      const waiting = held.get(message.seq);
      if (!waiting || message.rev > waiting.rev) held.set(message.seq, message);
    }
  }
  const emptyRoom = timeline.live && timeline.atStart && messages.length === 0;
  for (let next = (messages.at(-1)?.seq ?? 0) + 1; messages.length > 0 || emptyRoom; next++) {
    const message = held.get(next);
    if (!message) break;
    own().push(message);
    held.delete(next);
  }
  return { messages, held: [...held.values()], headSeq };
}

/** Applies published messages: idempotent, in any order. */
export function applyEvent<M extends Placed>(timeline: Timeline<M>, changed: M[]): Timeline<M> {
  const moved = advance(
    timeline.cursor,
    timeline.ahead,
    changed.map(({ rev }) => rev),
  );
  return { ...timeline, ...place(timeline, changed), ...moved };
}

/** Applies all changes since the cursor, which then is at their end. */
export function applyCatchUp<M extends Placed>(
  timeline: Timeline<M>,
  changes: M[],
  heads: { headSeq: number; headRev: number },
): Timeline<M> {
  const placed = place({ ...timeline, headSeq: Math.max(timeline.headSeq, heads.headSeq) }, changes);
  return { ...timeline, ...placed, ...advance(Math.max(timeline.cursor, heads.headRev), timeline.ahead, []) };
}

/** Applies a beacon: stores its heads. Returns the same object when nothing is new. */
export function noteHeads<M extends Placed>(
  timeline: Timeline<M>,
  heads: { headSeq: number; headRev: number },
): Timeline<M> {
  if (heads.headRev <= timeline.headRev && heads.headSeq <= timeline.headSeq) return timeline;
  return {
    ...timeline,
    headSeq: Math.max(timeline.headSeq, heads.headSeq),
    headRev: Math.max(timeline.headRev, heads.headRev),
  };
}

/** The newer of two versions of each message, in order: a page may be older than received events. */
function merge<M extends Placed>(a: M[], b: M[]): M[] {
  const bySeq = new Map(a.map((message) => [message.seq, message]));
  for (const message of b) {
    const known = bySeq.get(message.seq);
    if (!known || message.rev > known.rev) bySeq.set(message.seq, message);
  }
  return [...bySeq.values()].sort((x, y) => x.seq - y.seq);
}

/** Prepends an older page. */
export function applyOlder<M extends Placed>(timeline: Timeline<M>, page: PageOf<M>): Timeline<M> {
  const start = firstSeq(timeline);
  const joins =
    page.messages.length === 0 ||
    page.messages.at(-1)?.seq === start - 1 ||
    page.messages.some(({ seq }) => seq >= start);
  if (!joins) return timeline;
  return { ...timeline, messages: merge(page.messages, timeline.messages), atStart: !page.hasMoreBefore };
}

/** Appends a newer page; at the end of the room the run follows it again. */
export function applyNewer<M extends Placed>(timeline: Timeline<M>, page: PageOf<M>): Timeline<M> {
  const end = lastSeq(timeline);
  const first = page.messages[0]?.seq;
  if (first !== undefined && first > end + 1) return timeline;
  const live = timeline.live || !page.hasMoreAfter;
  const next = { ...timeline, messages: merge(timeline.messages, page.messages), live };
  return { ...next, ...place(next, []) };
}

/** Replaces the run by another page of the room. The cursor stays, since it was read before the page. */
export function standAt<M extends Placed>(timeline: Timeline<M>, page: PageOf<M>): Timeline<M> {
  return {
    ...timeline,
    messages: page.messages,
    held: [],
    atStart: !page.hasMoreBefore,
    live: !page.hasMoreAfter,
  };
}

/**
 * Evicts messages far from the reading position; pages load them again.
 *
 * @param count how many messages stay
 */
export function shorten<M extends Placed>(timeline: Timeline<M>, place: Place, count: number): Timeline<M> {
  const { messages } = timeline;
  const longest = messages.length - count;
  if (longest <= 0) return timeline;
  const middle = place === 'end' ? messages.length : place - firstSeq(timeline);
  const from = Math.max(0, Math.min(longest, middle - Math.floor(count / 2)));
  const toEnd = from === longest;
  return {
    ...timeline,
    messages: messages.slice(from, from + count),
    // Messages held for an evicted end are loaded with its page.
    held: toEnd ? timeline.held : [],
    atStart: timeline.atStart && from === 0,
    live: timeline.live && toEnd,
  };
}
