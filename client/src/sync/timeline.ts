/** What the sync layer needs to know of a message: its place, its last change, nothing of what it says. */
export interface Placed {
  seq: number;
  rev: number;
}

/**
 * What is known of one room's messages: one unbroken run of places, and how far its changes are known.
 *
 * The cursor moves only on `rev === cursor + 1` or to the end of a catch-up. "The highest rev seen" would skip what is
 * still on its way: fuzzed on random deliveries it loses changes in every third run (timeline.test.ts shows it).
 */
export interface Timeline<M extends Placed> {
  /** Every change up to this rev is in `messages`, as far as it concerns them. */
  cursor: number;
  /** Revs beyond cursor + 1 that have come already. */
  ahead: number[];
  /** In order of seq, without a hole. */
  messages: M[];
  /** New messages that cannot be attached yet, because one before them is missing. */
  held: M[];
  /** The newest place heard of. */
  headSeq: number;
  /** The newest change heard of, by the beacon; the change itself may not have come. */
  headRev: number;
  /** The run reaches the beginning of the room. */
  atStart: boolean;
  /** The run follows the end of the room: new messages are attached to it. */
  live: boolean;
}

/** Where somebody reads: at the end of the run, or at this place (a seq). */
export type Place = number | 'end';

export interface PageOf<M> {
  messages: M[];
  hasMoreBefore: boolean;
  hasMoreAfter: boolean;
}

export const lastSeq = <M extends Placed>(timeline: Timeline<M>): number =>
  timeline.messages.at(-1)?.seq ?? 0;
export const firstSeq = <M extends Placed>(timeline: Timeline<M>): number => timeline.messages[0]?.seq ?? 1;

/** Changes are missing: ask for them from the cursor. */
export const hasRevGap = <M extends Placed>(timeline: Timeline<M>): boolean =>
  timeline.ahead.length > 0 || timeline.headRev > timeline.cursor;

/** Messages are missing at the end: ask for the page after the last one. */
export const hasSeqGap = <M extends Placed>(timeline: Timeline<M>): boolean =>
  timeline.live && timeline.headSeq > lastSeq(timeline);

/** A fresh run from the answer of opening a room. `headRev` was read before the page. */
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

/** Puts messages where they belong: a newer rev replaces, the next place is attached, others wait or do not concern us. */
function place<M extends Placed>(
  timeline: Timeline<M>,
  coalescer: M[],
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
  for (const message of coalescer) {
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

/** Takes in what the server has told: safe to repeat, in any order. */
export function applyEvent<M extends Placed>(timeline: Timeline<M>, coalescer: M[]): Timeline<M> {
  const moved = advance(
    timeline.cursor,
    timeline.ahead,
    coalescer.map(({ rev }) => rev),
  );
  return { ...timeline, ...place(timeline, coalescer), ...moved };
}

/** Takes in all changes since the cursor; it then stands at their end. */
export function applyCatchUp<M extends Placed>(
  timeline: Timeline<M>,
  changes: M[],
  heads: { headSeq: number; headRev: number },
): Timeline<M> {
  const placed = place({ ...timeline, headSeq: Math.max(timeline.headSeq, heads.headSeq) }, changes);
  return { ...timeline, ...placed, ...advance(Math.max(timeline.cursor, heads.headRev), timeline.ahead, []) };
}

/** The beacon spoke: remembers what it says there is. Returns the same object when nothing is new. */
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

/** The newer of two versions of each message, in order. Of pages, which may be older than what events have brought. */
function merge<M extends Placed>(a: M[], b: M[]): M[] {
  const bySeq = new Map(a.map((message) => [message.seq, message]));
  for (const message of b) {
    const known = bySeq.get(message.seq);
    if (!known || message.rev > known.rev) bySeq.set(message.seq, message);
  }
  return [...bySeq.values()].sort((x, y) => x.seq - y.seq);
}

/** Puts an older page in front. */
export function applyOlder<M extends Placed>(timeline: Timeline<M>, page: PageOf<M>): Timeline<M> {
  const start = firstSeq(timeline);
  const joins =
    page.messages.length === 0 ||
    page.messages.at(-1)?.seq === start - 1 ||
    page.messages.some(({ seq }) => seq >= start);
  if (!joins) return timeline;
  return { ...timeline, messages: merge(page.messages, timeline.messages), atStart: !page.hasMoreBefore };
}

/** Puts a newer page behind; at the end of the room the run follows it again. */
export function applyNewer<M extends Placed>(timeline: Timeline<M>, page: PageOf<M>): Timeline<M> {
  const end = lastSeq(timeline);
  const first = page.messages[0]?.seq;
  if (first !== undefined && first > end + 1) return timeline;
  const live = timeline.live || !page.hasMoreAfter;
  const next = { ...timeline, messages: merge(timeline.messages, page.messages), live };
  return { ...next, ...place(next, []) };
}

/** Stands somewhere else in the room: the run is replaced, the cursor is kept only if it was read before the page. */
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
 * Lets go of what is far from where somebody reads; pages bring it back when they come near it.
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
    // What waits to be attached to an end that is let go comes with its page.
    held: toEnd ? timeline.held : [],
    atStart: timeline.atStart && from === 0,
    live: timeline.live && toEnd,
  };
}
