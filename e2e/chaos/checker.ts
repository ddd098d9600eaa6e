import { grouped } from '@parley/shared/grouped';
import type { Entry, Seen } from './log';

/** A message as stored at the end. */
export interface Stored extends Seen {
  roomId: string;
  authorId: string;
  clientId: string;
  /** Every rev it has ever had. */
  revs: number[];
  /** Its first text, unless it was deleted. */
  firstText: string;
  /** A notice of the server, which nobody offered. */
  notice: boolean;
}

/** A violation. */
export interface Finding {
  rule: string;
  who: string;
  what: string;
}

type Logs = ReadonlyMap<string, Entry[]>;
type Of<K extends Entry['kind']> = Extract<Entry, { kind: K }>;

const of = <K extends Entry['kind']>(log: Entry[], kind: K): Of<K>[] =>
  log.filter((entry): entry is Of<K> => entry.kind === kind);

/** Every room's places are 1, 2, 3 … and no rev was used twice. */
function* checkPlaces(stored: Stored[]): Generator<Finding> {
  for (const [roomId, rows] of grouped(stored, (row) => row.roomId)) {
    const places = rows.map(({ seq }) => seq).sort((a, b) => a - b);
    const wrong = places.findIndex((seq, i) => seq !== i + 1);
    if (wrong >= 0) yield { rule: 'place', who: roomId, what: `place ${wrong + 1} is ${places[wrong] ?? 0}` };
    const revs = rows.flatMap((row) => row.revs);
    if (new Set(revs).size !== revs.length) yield { rule: 'rev', who: roomId, what: 'a rev was given twice' };
  }
}

/** Each offered message is stored once, as offered, and in its sender's order; nothing else is stored. */
function* checkSent(who: string, log: Entry[], rows: ReadonlyMap<string, Stored[]>): Generator<Finding> {
  const offers = grouped(of(log, 'offered'), ({ clientId }) => clientId);
  const acknowledged = of(log, 'acknowledged');
  for (const { clientId, message } of acknowledged) {
    const row = rows.get(clientId)?.[0];
    if (!row) yield { rule: 'lost', who, what: `${clientId} was acknowledged and is not there` };
    else if (message && message.messageId !== row.messageId)
      yield { rule: 'original', who, what: `${clientId} was answered with another message` };
  }
  let last = { seq: 0, roomId: '' };
  const ordered = of(log, 'person')[0]?.ordered === true;
  for (const [clientId, [first, ...again]] of offers) {
    const [row, ...more] = rows.get(clientId) ?? [];
    if (!row) continue;
    if (more.length > 0) yield { rule: 'twice', who, what: `${clientId} is there ${more.length + 1} times` };
    const texts = [first, ...again].map((offer) => offer?.text);
    if (!row.deleted && !texts.includes(row.firstText))
      yield { rule: 'changed', who, what: `"${row.firstText}" was not what ${clientId} said` };
    if (first?.aside === true) continue;
    if (ordered && row.roomId === last.roomId && row.seq < last.seq)
      yield { rule: 'order', who, what: `${clientId} is before what was said before it` };
    last = row;
  }
}

/** The screen shows what is stored from its first message to what was then the last: each once, in order, as it is now. */
function* checkShown(who: string, log: Entry[], rooms: ReadonlyMap<string, Stored[]>): Generator<Finding> {
  for (const { roomId, messages, headSeq } of of(log, 'shown')) {
    const from = messages[0]?.seq ?? 1;
    const rows = (rooms.get(roomId) ?? []).filter(({ seq }) => seq >= from && seq <= headSeq);
    const at = Array.from({ length: Math.max(rows.length, messages.length) }, (_, i) => i).find((i) => {
      const [shown, row] = [messages[i], rows[i]];
      return (
        shown?.messageId !== row?.messageId ||
        shown?.seq !== row?.seq ||
        shown?.rev !== row?.rev ||
        shown?.text !== row?.text ||
        shown?.deleted !== row?.deleted
      );
    });
    if (at === undefined) continue;
    const say = (seen: Seen | undefined): string =>
      seen ? `${seen.seq}/${seen.rev} "${seen.text}"${seen.deleted ? ' deleted' : ''}` : 'nothing';
    yield { rule: 'shown', who, what: `shows ${say(messages[at])} where ${say(rows[at])} is` };
  }
}

/** Nothing is received that is not stored, and nothing deleted is received again. */
function* checkReceived(who: string, log: Entry[], byId: ReadonlyMap<string, Stored>): Generator<Finding> {
  const deletedAt = new Map<string, number>();
  for (const entry of log) {
    if (entry.kind !== 'heard' && entry.kind !== 'polled') continue;
    for (const { messageId, rev, deleted } of entry.messages) {
      const row = byId.get(messageId);
      if (row?.revs.includes(rev) !== true)
        yield { rule: 'phantom', who, what: `heard ${messageId} at rev ${rev}, which it never had` };
      const gone = deletedAt.get(messageId);
      if (!deleted && gone !== undefined && rev > gone)
        yield { rule: 'resurrected', who, what: `${messageId} was deleted and came back` };
      if (deleted && gone === undefined) deletedAt.set(messageId, rev);
      if (deleted && row && !row.deleted)
        yield { rule: 'resurrected', who, what: `${messageId} was told as deleted and is not` };
    }
  }
}

/** After eviction nothing is received. */
function* checkOut(who: string, log: Entry[]): Generator<Finding> {
  const out = new Set<string | null>();
  for (const entry of log) {
    if (entry.kind === 'out') out.add(entry.roomId);
    if (entry.kind === 'in') out.delete(entry.roomId);
    if ((entry.kind === 'heard' || entry.kind === 'polled') && (out.has(null) || out.has(entry.roomId)))
      yield { rule: 'leaked', who, what: `heard of ${entry.roomId} after being out` };
  }
}

/** Nothing is acknowledged while the database cannot have answered. */
function* checkEarly(who: string, log: Entry[], held: Of<'held'>[]): Generator<Finding> {
  const offeredAt = new Map(of(log, 'offered').map(({ clientId, at }) => [clientId, at]));
  for (const { clientId, at } of of(log, 'acknowledged')) {
    const offered = offeredAt.get(clientId) ?? Infinity;
    if (held.some(({ from, to }) => offered > from && at < to))
      yield { rule: 'early', who, what: `${clientId} was acknowledged before it can have been written` };
  }
}

/** A client that polls for changes has seen the last state of all messages up to its cursor. */
function* checkPolled(who: string, log: Entry[], rooms: ReadonlyMap<string, Stored[]>): Generator<Finding> {
  for (const [roomId, polls] of grouped(of(log, 'polled'), (poll) => poll.roomId)) {
    const seen = new Set(polls.flatMap(({ messages }) => messages.map((m) => `${m.messageId} ${m.rev}`)));
    const from = polls[0]?.since ?? 0;
    const to = Math.max(0, ...polls.map(({ messages }) => messages.at(-1)?.rev ?? 0));
    for (const { messageId, rev } of rooms.get(roomId) ?? [])
      if (rev > from && rev <= to && !seen.has(`${messageId} ${rev}`))
        yield { rule: 'skipped', who, what: `rev ${rev} was never told, though ${to} was` };
  }
}

function* checkReads(who: string, log: Entry[]): Generator<Finding> {
  const last = new Map<string, number>();
  for (const { roomId, seq } of of(log, 'read')) {
    if (seq < (last.get(roomId) ?? 0)) yield { rule: 'read', who, what: `a read mark went back to ${seq}` };
    last.set(roomId, seq);
  }
}

/**
 * Compares the logs of all clients with what is stored. It is independent of the server and of the faults.
 *
 * @param logs by the names of their clients; the harness's own is one of them
 * @param stored all messages of the rooms concerned, in order of room and place
 * @returns the violations, the first few of each kind for each log
 */
export function check(logs: Logs, stored: Stored[]): Finding[] {
  const rooms = grouped(stored, ({ roomId }) => roomId);
  for (const rows of rooms.values()) rows.sort((a, b) => a.seq - b.seq);
  const byId = new Map(stored.map((row) => [row.messageId, row]));
  const held = [...logs.values()].flatMap((log) => of(log, 'held'));
  const findings = [...checkPlaces(stored)];
  const offered = new Set<string>();
  const people = new Set<string>();
  for (const [who, log] of logs) {
    const userId = of(log, 'person')[0]?.userId;
    if (userId !== undefined) people.add(userId);
    for (const { clientId } of of(log, 'offered')) offered.add(`${userId ?? ''} ${clientId}`);
    const rows = grouped(
      stored.filter(({ authorId }) => authorId === userId),
      ({ clientId }) => clientId,
    );
    findings.push(
      ...checkSent(who, log, rows),
      ...checkShown(who, log, rooms),
      ...checkReceived(who, log, byId),
      ...checkOut(who, log),
      ...checkEarly(who, log, held),
      ...checkPolled(who, log, rooms),
      ...checkReads(who, log),
    );
  }
  for (const { authorId, clientId, notice, messageId } of stored)
    if (!notice && people.has(authorId) && !offered.has(`${authorId} ${clientId}`))
      findings.push({ rule: 'invented', who: authorId, what: `nobody said ${messageId}` });
  return findings;
}
