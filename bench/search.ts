import { join } from 'node:path';
import { seeded } from '@parley/shared/random';
import type { RoomView } from '@parley/shared/rooms';
import type { SearchPage } from '@parley/shared/search';
import { MongoClient, ObjectId } from 'mongodb';
import { BenchServer, percentile, report, storedMessage, timed } from './world.ts';

/** Messages to search in; `SEARCH_MESSAGES=1000000` takes some minutes to index. */
const LARGE = Number(process.env['SEARCH_MESSAGES'] ?? 100_000);
const SMALL = 1000;
const ROOMS = 20;
const VOCABULARY = 20_000;
const QUESTIONS = 400;
const ROUNDS = 3;
const syllables = [
  'ka',
  'lo',
  'mi',
  'ter',
  'ran',
  'so',
  'vel',
  'du',
  'pin',
  'gar',
  'che',
  'nu',
  'bra',
  'ost',
  'fy',
  'wen',
];

const random = seeded(7);
const pick = <T>(list: T[]): T => list[Math.floor(random() * list.length)] as T;
const words = Array.from({ length: VOCABULARY }, (_, i) => {
  let word = '';
  for (let n = i + 16; n > 0; n = Math.floor(n / 16)) word += syllables[n % 16] ?? '';
  return word;
});

/** Zipf's law with exponent 1: the word of rank r is r times as rare as the first, as in natural language. */
const wordByRank = (): string => words[Math.floor(VOCABULARY ** random()) - 1] ?? 'ka';
const sentence = (): string => Array.from({ length: 4 + Math.floor(random() * 16) }, wordByRank).join(' ');

/** A workspace with so many messages that every query finds some. */
interface Workspace extends AsyncDisposable {
  ask: (q: string) => Promise<SearchPage>;
  said: string[];
  /** Messages indexed per second. */
  perSecond: number;
}

/** Typical queries: mostly one or two words of an existing message, some with an operator. */
function question(said: string[]): string {
  const from = pick(said).split(' ');
  const at = Math.floor(random() * (from.length - 1));
  const kind = random();
  if (kind < 0.4) return pick(from);
  if (kind < 0.6) return `${pick(from)} ${pick(from)}`;
  if (kind < 0.7) return `"${from[at] ?? ''} ${from[at + 1] ?? ''}"`;
  if (kind < 0.8) return pick(from).slice(0, 4);
  if (kind < 0.9) return `${pick(from)} in:bench-${Math.floor(random() * ROOMS)}`;
  return `${pick(from)} from:me -${pick(from)}`;
}

async function fill(count: number): Promise<Workspace> {
  const server = await BenchServer.start();
  const token = await server.register('alice');
  const { userId } = (await server.request('/me', { token })) as { userId: string };
  const rooms: string[] = [];
  for (let i = 0; i < ROOMS; i++) {
    const body = { type: 'private', name: `bench ${i}`, memberIds: [] };
    rooms.push(((await server.request('/rooms', { method: 'POST', token, body })) as RoomView).roomId);
  }
  await using mongo = new MongoClient(
    `mongodb://${encodeURIComponent(join(server.folder, 'db/db.sock'))}/?directConnection=true`,
  );
  const said: string[] = [];
  const seqs = new Map(rooms.map((roomId) => [roomId, 0]));
  for (let from = 0; from < count; from += 5000) {
    const batch = Array.from({ length: Math.min(5000, count - from) }, (_, i) => {
      const roomId = pick(rooms);
      const seq = (seqs.get(roomId) ?? 0) + 1;
      seqs.set(roomId, seq);
      const text = sentence();
      if (said.length < 5000 || random() < 0.01) said.push(text);
      return storedMessage({
        roomId,
        authorId: new ObjectId(random() < 0.1 ? userId : undefined),
        seq,
        createdAt: new Date(Date.now() - (count - from - i) * 1000),
        text,
      });
    });
    await mongo.db('parley').collection('messages').insertMany(batch);
  }
  // Sent through the server, so that it indexes the rooms; a room's last message is indexed last.
  for (const roomId of rooms)
    await server.request(`/rooms/${roomId}/messages`, {
      method: 'POST',
      token,
      body: { text: 'the very end' },
    });
  const began = performance.now();
  const ask = (q: string): Promise<SearchPage> =>
    server.request(`/search?${new URLSearchParams({ q }).toString()}`, { token }) as Promise<SearchPage>;
  while ((await ask('"the very end"')).hits.length < ROOMS) await new Promise((done) => setTimeout(done, 50));
  const perSecond = count / ((performance.now() - began) / 1000);
  return { ask, said, perSecond, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

/** Queries that find more than a page: the cost of a page is compared. */
async function fullPages({ ask, said }: Workspace): Promise<string[]> {
  const full = new Set<string>();
  while (full.size < QUESTIONS) {
    const q = question(said);
    if ((await ask(q)).next !== null) full.add(q);
  }
  return [...full];
}

/** The shortest time of each query, in ms. */
function best(): { times: number[]; keep: (times: number[], from: number) => void } {
  const times = Array<number>(QUESTIONS).fill(Infinity);
  return {
    times,
    keep: (some, from) => {
      for (const [i, time] of some.entries()) {
        const at = (from + i) % QUESTIONS;
        times[at] = Math.min(times[at] ?? Infinity, time);
      }
    },
  };
}

/** Searches over REST, in sequence, among few and among many messages. */
export async function search(): Promise<void> {
  await using small = await fill(SMALL);
  const questions = await fullPages(small);
  await using large = await fill(LARGE);
  const asking = ({ ask }: Workspace, from: number): Promise<number[]> =>
    timed(QUESTIONS / 4, (i) => ask(questions[(from + i) % QUESTIONS] ?? ''));
  for (let from = 0; from < QUESTIONS; from += QUESTIONS / 4) {
    await asking(small, from);
    await asking(large, from);
  }
  // In turn, and each query by its best time: the cost of a page is compared, not other load of the machine.
  const [few, many] = [best(), best()];
  for (let from = 0; from < ROUNDS * QUESTIONS; from += QUESTIONS / 4) {
    few.keep(await asking(small, from), from);
    many.keep(await asking(large, from), from);
  }
  const of = `${LARGE.toLocaleString('en')} messages`;
  for (const p of [0.5, 0.95])
    report(`search among ${of}, a page of 20, p${p * 100}`, percentile(many.times, p), 'ms', {
      name: `with ${SMALL.toLocaleString('en')}`,
      value: percentile(few.times, p),
    });
  report('messages indexed', large.perSecond, '/s');
}
