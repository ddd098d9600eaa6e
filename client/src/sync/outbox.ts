import { errorTable, type ErrorCode } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';

/**
 * A message that the server has not yet acknowledged.
 *
 *            ┌────────── again, after a pause ──────────┐
 *            ▼                                          │
 *   add → waiting ── its turn ──► sending ── trouble ───┤
 *            ▲                      │                   │
 *            │                      ├── acknowledged ──► gone (it is in the timeline)
 *          retry                    └── refused, or a file unprocessed thrice ──► failed ── discard ──► gone
 *            └──────────────────────────────────────────┘
 */
export type OutboxState = 'waiting' | 'sending' | 'failed';

/** A file to upload with a message; stored with its bytes, so that a reload loses nothing. */
export interface Attachment {
  /** Makes uploading it idempotent. */
  clientId: string;
  name: string;
  type: string;
  bytes: number;
  blob: Blob;
  /** Set once it is uploaded. */
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
  /** When its pause began, in ms since the epoch. A clock set back to before that ends the pause. */
  pausedAt?: number;
  notBefore: number;
  /** How often in a row a file was uploaded and could not be processed. */
  unprocessed?: number;
  /** Why it failed, as a sentence. */
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

/** The outcome of an attempt, as far as the next state depends on it. */
export type Attempt =
  | { kind: 'acknowledged' }
  | { kind: 'refused'; code: ErrorCode; message: string; retryAfter?: number }
  /** No answer: the connection was lost, or it took too long. It may have arrived; the client id makes a retry safe. */
  | { kind: 'unanswered' }
  /** A file was uploaded completely, and the server failed to process it. */
  | { kind: 'unprocessed'; message: string };

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** A file that crashes a server must not be retried forever: each time the server may be down for everybody. */
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

/** Whether its pause is over. */
const isRested = ({ pausedAt = 0, notBefore }: OutboxItem, now: number): boolean =>
  notBefore <= now || now < pausedAt;

/** The item after an attempt; undefined when it is done. */
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
      // An ended session is no fault of the message: it waits for the next sign-in.
      const again = errorTable[attempt.code].retryable || attempt.code === 'unauthenticated';
      if (!again) return { ...item, state: 'failed', error: attempt.message };
      const pause = Math.max((attempt.retryAfter ?? 0) * 1000, pauseAfter(item.attempts, at.random));
      return paused(item, at.now, pause);
    }
  }
}

/** It was sent behind a refused one, and so was not tried itself. */
export const untried = (item: OutboxItem): OutboxItem => ({
  ...item,
  state: 'waiting',
  attempts: item.attempts - 1,
});

/** After a reload nothing is being sent. */
export const revive = (item: OutboxItem): OutboxItem =>
  item.state === 'sending' ? { ...item, state: 'waiting', notBefore: 0 } : item;

export function retry(item: OutboxItem): OutboxItem {
  const { error: _error, unprocessed: _unprocessed, ...rest } = item;
  return { ...rest, state: 'waiting', attempts: 0, notBefore: 0 };
}

/** Size limit of texts sent together, in UTF-16 units: with every one of them escaped the frame is still within the server's limit. */
const UNITS_TOGETHER = 32_000;

/**
 * The oldest of a lane with those behind it that fit into one frame. One that was tried before goes alone: it may be the
 * refused one, and only then does the answer have the reason.
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
 * What is sent next: of each room the oldest waiting items, if none of the room is being sent. The server stores a batch in order, and
 * nothing from the first refusal on, which keeps one's messages in order; a failed one is skipped. Messages with files
 * have a lane of their own, one at a time: a film that takes a minute must not block the texts behind it.
 *
 * @returns one batch for each lane that is ready
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
