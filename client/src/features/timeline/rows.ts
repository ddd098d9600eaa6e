import type { MessageView } from '@parley/shared/messages';
import { isUncounted } from '@parley/shared/unread';
import type { OutboxItem } from '../../sync/outbox';

/** Messages of one author within this time are grouped under one name. */
const GROUP_MS = 5 * 60_000;

/** One line of the timeline. The key of a message is its client id, so a pending one and what becomes of it are the same row. */
export type Row =
  | { kind: 'start'; key: string }
  | { kind: 'day'; key: string; time: number }
  | { kind: 'new'; key: string }
  | { kind: 'message'; key: string; message: MessageView; grouped: boolean }
  | { kind: 'pending'; key: string; item: OutboxItem; grouped: boolean };

export interface RowsInput {
  messages: MessageView[];
  outbox: OutboxItem[];
  atStart: boolean;
  /** Pending ones are shown only where the end of the room is. */
  live: boolean;
  /** The seq one had read up to when the room opened: the line "New" follows it. */
  newAfter: number | undefined;
  myId: string;
}

/** A calendar day and its end. Most messages are of the day of the one before, and `Date` is slow. */
interface Day {
  name: string;
  to: number;
}

function dayOf(time: number): Day {
  const date = new Date(time);
  const [year, month, day] = [date.getFullYear(), date.getMonth(), date.getDate()];
  const next = new Date(year, month, day + 1).getTime();
  // If the clock was set back just after midnight, that midnight may be past.
  return { name: date.toDateString(), to: next > time ? next : new Date(year, month, day + 2).getTime() };
}

interface Previous {
  authorId: string;
  time: number;
  plain: boolean;
}

const belongs = (previous: Previous | undefined, authorId: string, time: number): boolean =>
  previous !== undefined &&
  previous.plain &&
  previous.authorId === authorId &&
  time - previous.time < GROUP_MS;

/** The rows of the timeline, from top to bottom. */
export function buildRows({ messages, outbox, atStart, live, newAfter, myId }: RowsInput): Row[] {
  const rows: Row[] = atStart ? [{ kind: 'start', key: 'start' }] : [];
  let previous: Previous | undefined;
  let day: Day | undefined;
  let lineDrawn = false;
  const startDay = (time: number): void => {
    // Each day once: clocks of two servers differ, so a time may be earlier than the one before.
    if (day !== undefined && time < day.to) return;
    day = dayOf(time);
    rows.push({ kind: 'day', key: `day-${day.name}`, time });
    previous = undefined;
  };
  for (const message of messages) {
    const time = Date.parse(message.createdAt);
    startDay(time);
    const beginsNews =
      !lineDrawn && newAfter !== undefined && message.seq > newAfter && !isUncounted(message, myId);
    if (beginsNews) {
      lineDrawn = true;
      rows.push({ kind: 'new', key: 'new' });
      previous = undefined;
    }
    const plain = message.notice === null && message.deletedAt === null;
    const grouped = plain && message.replyTo === null && belongs(previous, message.authorId, time);
    rows.push({ kind: 'message', key: message.clientId, message, grouped });
    previous = { authorId: message.authorId, time, plain };
  }
  if (!live) return rows;
  const known = new Set(messages.filter(({ authorId }) => authorId === myId).map(({ clientId }) => clientId));
  for (const item of outbox) {
    // Its event may arrive before its acknowledgement: then the stored message is shown.
    if (known.has(item.clientId)) continue;
    startDay(item.createdAt);
    rows.push({
      kind: 'pending',
      key: item.clientId,
      item,
      grouped: item.replyToId === undefined && belongs(previous, myId, item.createdAt),
    });
    previous = { authorId: myId, time: item.createdAt, plain: true };
  }
  return rows;
}

/**
 * How many loaded messages after a place are new to a person: not deleted, and not their own.
 * @param after undefined if the place is not known, and nothing counts as new
 */
export function countNew(
  timeline: { headSeq: number; messages: MessageView[] },
  after: number | undefined,
  myId: string,
): number {
  if (after === undefined || after >= timeline.headSeq) return 0;
  const none = timeline.messages.filter((message) => message.seq > after && isUncounted(message, myId));
  return Math.max(0, timeline.headSeq - after - none.length);
}

/** The rows that the list may draw next. */
export interface Step {
  rows: Row[];
  /** True while rows are added or removed in front of the view, which must not move. */
  inFront: boolean;
}

const isMessage = (row: Row): boolean => row.kind === 'message' || row.kind === 'pending';

/**
 * The list stays in place while rows are added or removed in front of the view, or behind it, but not both at once. Where
 * both change, the rows behind wait for the next step.
 *
 * @param drawn what is drawn now
 * @param next all that should be drawn
 */
export function nextStep(drawn: Row[], next: Row[]): Step {
  const first = drawn.find(isMessage);
  const nextFirst = next.find(isMessage);
  if (!first || !nextFirst || first.key === nextFirst.key) return { rows: next, inFront: false };
  const [from, to] = [
    drawn.findIndex(({ key }) => key === nextFirst.key),
    next.findIndex(({ key }) => key === first.key),
  ];
  // Another place of the room.
  if (from < 0 && to < 0) return { rows: next, inFront: false };
  if (drawn.at(-1)?.key === next.at(-1)?.key) return { rows: next, inFront: true };
  const front = from < 0 ? next.slice(0, to) : next.slice(0, next.indexOf(nextFirst));
  return { rows: [...front, ...drawn.slice(from < 0 ? drawn.indexOf(first) : from)], inFront: true };
}
