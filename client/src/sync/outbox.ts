import { errorTable, type ErrorCode } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';

/**
 * What one has said and the server has not yet acknowledged.
 *
 *            ┌────────── again, after a pause ──────────┐
 *            ▼                                          │
 *   say → waiting ── its turn ──► sending ── trouble ───┤
 *            ▲                      │                   │
 *            │                      ├── acknowledged ──► gone (it is in the timeline)
 *          retry                    └── refused, or a file came to nothing thrice ──► failed ── discard ──► gone
 *            └──────────────────────────────────────────┘
 */
export type OutboxState = 'waiting' | 'sending' | 'failed';

/** A file on its way with a message; kept with its bytes, so that a reload loses nothing. */
export interface Attachment {
  /** Makes uploading it twice safe. */
  clientId: string;
  name: string;
  type: string;
  bytes: number;
  blob: Blob;
  /** Once the server has it. */
  fileId?: string;
}

export interface OutboxItem {
  clientId: string;
  roomId: string;
  text: string;
  replyToId?: string;
  attachments?: Attachment[];
  createdAt: number;
  state: OutboxState;
  attempts: number;
  /** Since when it pauses and until when, in ms since the epoch. A clock that was put back to before its pause ends it. */
  pausedAt?: number;
  notBefore: number;
  /** How often in a row a file of it arrived and nothing came of it. */
  unprocessed?: number;
  /** Why it failed, in a sentence. */
  error?: string;
}

/** An item, or unsent parts of features, encrypted when a session ended by itself (`core/unsent.ts`). */
export interface Sealed {
  clientId: string;
  sealed: Uint8Array;
  /** The bytes of the message's files, in its order. */
  files: Uint8Array[];
}

/** What the outbox of a browser holds. */
export type StoredItem = OutboxItem | Sealed;

/** How an attempt ended, as far as it decides what comes next. */
export type Attempt =
  | { kind: 'acknowledged' }
  | { kind: 'refused'; code: ErrorCode; message: string; retryAfter?: number }
  /** No answer: the connection was lost, or it took too long. It may have arrived; the client id makes saying it again safe. */
  | { kind: 'unanswered' }
  /** A file has arrived as a whole, and the server broke off or broke down over it. */
  | { kind: 'unprocessed'; message: string };

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** A file that a server cannot bear is not sent on and on: each time it may be the end of that server for everybody. */
const MOST_UNPROCESSED = 3;
const UNPROCESSED_PAUSE_MS = 10_000;

/** Full jitter: the pause is anywhere up to a limit that doubles. Source: Amazon's "Exponential Backoff And Jitter". */
export const pauseAfter = (attempts: number, random: () => number): number =>
  random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempts, 10));

export const begin = (item: OutboxItem): OutboxItem => ({
  ...item,
  state: 'sending',
  attempts: item.attempts + 1,
});

const paused = (item: OutboxItem, now: number, pause: number): OutboxItem => ({
  ...item,
  state: 'waiting',
  pausedAt: now,
  notBefore: now + pause,
});

/** May it go now? */
const isRested = ({ pausedAt = 0, notBefore }: OutboxItem, now: number): boolean =>
  notBefore <= now || now < pausedAt;

/** What becomes of an item after an attempt; undefined when it is done. */
export function settle(
  item: OutboxItem,
  attempt: Attempt,
  at: { now: number; random: () => number },
): OutboxItem | undefined {
  switch (attempt.kind) {
    case 'acknowledged':
      return undefined;
    case 'unanswered':
      return paused(item, at.now, pauseAfter(item.attempts, at.random));
    case 'unprocessed': {
      const unprocessed = (item.unprocessed ?? 0) + 1;
      if (unprocessed >= MOST_UNPROCESSED)
        return { ...item, unprocessed, state: 'failed', error: attempt.message };
      const pause = Math.max(UNPROCESSED_PAUSE_MS * unprocessed, pauseAfter(item.attempts, at.random));
      return paused({ ...item, unprocessed }, at.now, pause);
    }
    case 'refused': {
      // An ended session is not the message's fault: it waits until somebody has signed in again.
      const again = errorTable[attempt.code].retryable || attempt.code === 'unauthenticated';
      if (!again) return { ...item, state: 'failed', error: attempt.message };
      const pause = Math.max((attempt.retryAfter ?? 0) * 1000, pauseAfter(item.attempts, at.random));
      return paused(item, at.now, pause);
    }
  }
}

/** It was sent behind one that was not taken, so it has not been tried. */
export const untried = (item: OutboxItem): OutboxItem => ({
  ...item,
  state: 'waiting',
  attempts: item.attempts - 1,
});

/** After a reload nothing is being sent any more. */
export const revive = (item: OutboxItem): OutboxItem =>
  item.state === 'sending' ? { ...item, state: 'waiting', notBefore: 0 } : item;

export function retry(item: OutboxItem): OutboxItem {
  const { error: _error, unprocessed: _unprocessed, ...rest } = item;
  return { ...rest, state: 'waiting', attempts: 0, notBefore: 0 };
}

/** What texts sent together may come to, in UTF-16 units: with every one of them escaped it is still a frame that the server takes. */
const UNITS_TOGETHER = 32_000;

/**
 * The oldest of a lane with those behind it that fit into one frame. One that was tried before goes by itself: it may be what was
 * not taken, and why is only told of one.
 */
function together(waiting: OutboxItem[], now: number): OutboxItem[] {
  const [first] = waiting;
  if (!first || !isRested(first, now)) return [];
  if (first.attempts > 0 || first.attachments) return [first];
  let units = 0;
  const end = waiting.findIndex(
    (item) => !isRested(item, now) || (units += item.text.length) > UNITS_TOGETHER,
  );
  const count = end === -1 ? limits.sentTogether : Math.min(Math.max(1, end), limits.sentTogether);
  return waiting.slice(0, count);
}

/**
 * Whose turn it is: in each room the oldest waiting ones, if none of the room is being sent. What is sent together is said in its order or
 * not at all from the first that is refused, which keeps what one says in the order one said it; a failed one steps aside. Messages with
 * files have a lane of their own, one at a time: a film that takes a minute must not hold up the words behind it.
 *
 * @returns what goes together, for each lane that has something
 */
export function due(items: OutboxItem[], now: number): OutboxItem[][] {
  const lanes = new Map<string, OutboxItem[]>();
  for (const item of items) {
    const lane = item.attachments ? `${item.roomId} files` : item.roomId;
    lanes.set(lane, [...(lanes.get(lane) ?? []), item]);
  }
  return [...lanes.values()].flatMap((lane) => {
    if (lane.some((item) => item.state === 'sending')) return [];
    const waiting = lane.filter((item) => item.state === 'waiting');
    const group = together(
      waiting.sort((a, b) => a.createdAt - b.createdAt),
      now,
    );
    return group.length > 0 ? [group] : [];
  });
}
