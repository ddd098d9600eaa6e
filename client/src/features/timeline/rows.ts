import type { MessageView } from '@parley/shared/messages';
import type { OutboxItem } from '../../sync/outbox';

/** Messages of one author within this time stand under one name. */
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
  /** Where one had read to on coming in: the line "New" stands behind it. */
  newAfter: number | undefined;
  myId: string;
}

const dayOf = (time: number): string => new Date(time).toDateString();

interface Previous {
  authorId: string;
  time: number;
  plain: boolean;
}

const belongs = (previous: Previous | undefined, authorId: string, time: number): boolean =>
  previous !== undefined &&
  previous.plain &&
  previous.authorId === authorId &&
  time - previous.time < GROUP_MS &&
  dayOf(previous.time) === dayOf(time);

/** What stands in the timeline, from top to bottom. */
export function buildRows({ messages, outbox, atStart, live, newAfter, myId }: RowsInput): Row[] {
  const rows: Row[] = atStart ? [{ kind: 'start', key: 'start' }] : [];
  let previous: Previous | undefined;
  let lineDrawn = false;
  const startDay = (time: number): void => {
    if (previous && dayOf(previous.time) === dayOf(time)) return;
    rows.push({ kind: 'day', key: `day-${dayOf(time)}`, time });
    previous = undefined;
  };
  for (const message of messages) {
    const time = Date.parse(message.createdAt);
    startDay(time);
    const beginsNews =
      !lineDrawn && newAfter !== undefined && message.seq > newAfter && message.authorId !== myId;
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
    // Its event may come before its acknowledgement: the real one is shown then.
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

/** What the list may draw at once of its next rows. */
export interface Step {
  rows: Row[];
  /** True while rows are being put in front, so that what one reads stays where it is. */
  prepending: boolean;
}

const isMessage = (row: Row): boolean => row.kind === 'message' || row.kind === 'pending';

/**
 * The list keeps its place either while rows come in front of it or while they come behind, told which, never both at
 * once. Rows that come with older ones behind the drawn ones therefore wait for the next step.
 *
 * @param drawn what is drawn now
 * @param next all that should be drawn
 */
export function nextStep(drawn: Row[], next: Row[]): Step {
  const first = drawn.find(isMessage);
  const prepending =
    first !== undefined &&
    next.find(isMessage)?.key !== first.key &&
    next.some((row) => row.key === first.key);
  if (!prepending) return { rows: next, prepending: false };
  const last = next.findIndex((row) => row.key === drawn.at(-1)?.key);
  return { rows: last < 0 ? next : next.slice(0, last + 1), prepending: true };
}
