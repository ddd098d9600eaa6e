import type { Server } from '../../platform/context.js';
import { seeded } from '@parley/shared/random';
import type { SearchPage } from '@parley/shared/search';
import { Types } from 'mongoose';
import { describe, expect, it } from 'vitest';
import { privateRoom } from '../../test/build.js';
import { Person, startServer, type TestServer } from '../../test/startServer.js';
import { Messages } from '../messages/messages.model.js';
import { draftOf, mergeDrafts, type SegmentEntry } from './search.draft.js';
import { Blocks, Postings, SearchDocs, Segments } from './search.model.js';
import { OrdinalSet, packOrdinals, unpackOrdinals } from './search.ordinals.js';
import { throttleOf } from './search.throttle.js';
import { Sealing } from './search.sealing.js';
import { listLiveSegments } from './search.segments.js';
import { indexerOf } from './search.index.js';

const leasesOf = ({ connection }: Server) => connection.collection<{ _id: string; until: Date }>('leases');

describe('a packed set', () => {
  it('gives back what was put in, at every density, and cuts as sets do', () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const random = seeded(seed);
    for (let round = 0; round < 30; round++) {
      const share = random() ** 4;
      const draw = (): number[] => Array.from({ length: 65_536 }, (_, i) => i).filter(() => random() < share);
      const [a, b] = [draw(), draw()];
      const other = new Set(b);
      const of = (list: number[]): OrdinalSet => OrdinalSet.of([packOrdinals(list)]);
      expect(of(a).list(), `seed ${seed}`).toEqual(a);
      expect(unpackOrdinals(packOrdinals(a)), `seed ${seed}`).toEqual(a);
      expect(OrdinalSet.of([packOrdinals(a), packOrdinals(b)]).list(), `seed ${seed}`).toEqual(
        [...new Set([...a, ...b])].sort((x, y) => x - y),
      );
      const stored = of(a);
      stored.keep(of(b));
      expect(stored.list(), `seed ${seed}`).toEqual(a.filter((x) => other.has(x)));
      const left = of(a);
      left.remove(of(b));
      expect(left.list(), `seed ${seed}`).toEqual(a.filter((x) => !other.has(x)));
      expect(of(a).list(1000, 7), `seed ${seed}`).toEqual(a.filter((x) => x >= 1000).slice(0, 7));
    }
  });
});

describe('merged segments', () => {
  it('are what one segment of all their messages would be', async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const random = seeded(seed);
    const terms = ['a', 'b', 'c', 'd', 'e'];
    const entries: SegmentEntry[] = Array.from({ length: 2000 }, () => ({
      _id: new Types.ObjectId(),
      // Few different times, so that many messages have the same.
      at: new Date(Math.floor(random() * 300)),
      terms: terms.filter(() => random() < 0.4),
    }));
    const parts = Array.from({ length: 5 }, (_, i) => entries.filter((_entry, at) => at % 5 === i));
    // One message is in two of them, as after a crash.
    parts[0]?.push(...entries.slice(1, 2));
    const merged = await mergeDrafts(await Promise.all(parts.map((part) => draftOf(part))));
    const whole = await draftOf(entries);
    expect(merged.positions, `seed ${seed}`).toEqual(whole.positions);
    expect(Object.fromEntries(merged.postings), `seed ${seed}`).toEqual(Object.fromEntries(whole.postings));
  });
});

interface Said {
  id: string;
  text: string;
  roomId: string;
  authorId: string;
  at: number;
}

const vocabulary = ['river', 'stone', 'cloud', 'amber', 'north', 'quiet', 'lamp', 'salt', 'fern', 'delta'];

/** Inserts messages into a room without the server, as an import would. */
async function put(
  server: TestServer,
  room: { roomId: string; authors: string[] },
  n: number,
  random: () => number,
): Promise<Said[]> {
  const said = Array.from({ length: n }, (): Said => {
    const words = Array.from(
      { length: 1 + Math.floor(random() * 6) },
      () => vocabulary[Math.floor(random() ** 2 * 10)],
    );
    const at = Date.UTC(2026, 0, 1) + Math.floor(random() * 10_000) * 1000;
    const authorId = room.authors[Math.floor(random() * room.authors.length)] ?? '';
    return {
      id: new Types.ObjectId().toHexString(),
      text: words.join(' '),
      roomId: room.roomId,
      authorId,
      at,
    };
  });
  const head = await Messages(server.app.server).countDocuments({ roomId: room.roomId });
  await Messages(server.app.server).insertMany(
    said.map(({ id, at, ...rest }, i) => ({
      ...rest,
      _id: id,
      createdAt: new Date(at),
      clientId: id,
      seq: head + i + 1,
      rev: head + i + 1,
      revs: [head + i + 1],
    })),
  );
  return said;
}

async function all(person: Person, q: string): Promise<string[]> {
  const found: string[] = [];
  let next: string | null = null;
  do {
    const before: string = next === null ? '' : `&before=${next}`;
    const response = await person.get(`/search?q=${encodeURIComponent(q)}&limit=100${before}`).expect(200);
    const page = response.body as SearchPage;
    found.push(...page.hits.map(({ messageId }) => messageId));
    next = page.next;
  } while (next !== null);
  return found;
}

/** The same search over the messages themselves. */
function plainly(said: Said[], q: { all: string[]; none: string[]; from?: string; in?: string }): string[] {
  return said
    .filter(({ text, authorId, roomId }) => {
      const words = text.split(' ');
      const begins = (part: string): boolean => words.some((word) => word.includes(part));
      return (
        q.all.every(begins) &&
        !q.none.some((word) => words.includes(word)) &&
        (q.from === undefined || q.from === authorId) &&
        (q.in === undefined || q.in === roomId)
      );
    })
    .sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
    .map(({ id }) => id);
}

describe('a workspace with a past', () => {
  it('is sealed into segments that find what a look at every message finds, before and after they are merged', async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const random = seeded(seed);
    const database = `t${new Types.ObjectId().toString()}`;
    await using first = await startServer({ RATE_LIMITS: 'false' }, database);
    const { alice, bob, eve } = await first.cast();
    const authors = [alice.userId, bob.userId];
    const open = await Promise.all(
      Array.from({ length: 17 }, async (_, i) => (await privateRoom(alice, [bob], `room ${i}`)).roomId),
    );
    const closed = (await privateRoom(eve, [], 'closed')).roomId;
    await indexerOf(first.app.server).settled();
    const said: Said[] = [];
    for (const [i, roomId] of open.entries()) {
      said.push(...(await put(first, { roomId, authors }, 1100, random)));
      if (i === 16) break;
      first.app.server.bus.publish('messages.changed', { roomId: roomId });
      await indexerOf(first.app.server).settled();
    }
    const hidden = await put(first, { roomId: closed, authors: [eve.userId] }, 1100, random);

    await using second = await startServer({ RATE_LIMITS: 'false' }, database);
    const requested = ({ granted, username }: Person): Person => new Person(second, granted, username);
    const [asAlice, asEve] = [requested(alice), requested(eve)];
    const sealed = async (): Promise<number> =>
      (await listLiveSegments(second.app.server)).reduce((sum, { count }) => sum + count, 0);
    await expect.poll(sealed, { interval: 200 }).toBeGreaterThanOrEqual(18 * 1100);
    await indexerOf(second.app.server).settled();
    // Sixteen rooms made sixteen segments, and these were merged. The other two were indexed together, into one.
    const counts = (await listLiveSegments(second.app.server)).map(({ count }) => count);
    expect(counts.sort((a, b) => b - a)).toEqual([17_600, 2200]);
    const compare = async (): Promise<void> => {
      const word = (): string => vocabulary[Math.floor(random() * 10)] ?? '';
      for (let round = 0; round < 12; round++) {
        const wanted = random() < 0.5 ? [word()] : [word(), word().slice(1, 4)];
        const none = random() < 0.4 ? [word()] : [];
        const from = random() < 0.3;
        const room = random() < 0.5 ? open[Math.floor(random() * open.length)] : undefined;
        const index = room === undefined ? -1 : open.indexOf(room);
        const q = [
          ...wanted,
          ...none.map((w) => `-${w}`),
          ...(from ? ['from:bob'] : []),
          ...(index >= 0 ? [`in:room-${index}`] : []),
        ].join(' ');
        const expected = plainly(said, {
          all: wanted,
          none,
          ...(from ? { from: bob.userId } : {}),
          ...(room === undefined ? {} : { in: room }),
        });
        if (expected.length > 1500) continue;
        expect(await all(asAlice, q), `seed ${seed}: ${q}`).toEqual(expected);
      }
    };
    await compare();
    // A member of one small room finds its messages on the first page, however many others there are.
    const [one] = plainly(hidden, { all: ['lamp', 'fern', 'quiet'], none: [] });
    const page = (await asEve.get('/search?q=lamp%20fern%20quiet&limit=1').expect(200)).body as SearchPage;
    expect(
      page.hits.map(({ messageId }) => messageId),
      `seed ${seed}`,
    ).toEqual(one === undefined ? [] : [one]);
    expect(await all(asEve, 'delta salt'), `seed ${seed}`).toEqual(
      plainly(hidden, { all: ['delta', 'salt'], none: [] }),
    );

    // An edited message that is in a segment is found by its new text, and a deleted one is not found.
    const [edited, deleted] = [said[5], said[900]];
    if (!edited || !deleted) throw new Error('nothing was said');
    const editor = edited.authorId === alice.userId ? alice : bob;
    const owner = deleted.authorId === alice.userId ? alice : bob;
    await requested(editor).patch(`/messages/${edited.id}`, { text: 'fern changed' }).expect(200);
    await requested(owner).delete(`/messages/${deleted.id}`).expect(204);
    edited.text = 'fern changed';
    said.splice(said.indexOf(deleted), 1);
    expect(await all(asAlice, 'changed'), `seed ${seed}`).toEqual([edited.id]);
    await compare();
  }, 180_000);

  it('leaves nothing of segments that a crash has left unfinished', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const roomId = (await privateRoom(alice, [], 'room')).roomId;
    const { server: within } = server.app;
    const _id = 'abandoned';
    const long = new Date(Date.now() - 3_600_000);
    await Segments(within).create({
      _id,
      live: false,
      madeAt: long,
      count: 1,
      newest: long,
      oldest: long,
      starts: Buffer.alloc(8),
    });
    await Postings(within).create({ _id: `${_id}:word`, ordinals: packOrdinals([0]) });
    await Blocks(within).create({ _id: `${_id}:0`, ids: Buffer.alloc(12), times: Buffer.alloc(8) });
    await put(server, { roomId, authors: [alice.userId] }, 1000, seeded(1));
    await alice.post(`/rooms/${roomId}/messages`, { text: 'the last' }).expect(201);
    await expect.poll(() => Segments(within).countDocuments({ _id })).toBe(0);
    expect(await Postings(within).countDocuments({ _id: `${_id}:word` })).toBe(0);
    expect(await Blocks(within).countDocuments({ _id: `${_id}:0` })).toBe(0);
    expect(await SearchDocs(within).countDocuments()).toBeLessThan(1000);
    expect(await all(alice, 'last')).toHaveLength(1);
  });

  it('holds the lease for as long as a segment takes, also beside people who talk', async () => {
    await using server = await startServer();
    const { server: within } = server.app;
    const talk = setInterval(() => throttleOf(within).said(), 10);
    const entries = Array.from({ length: 1000 }, (_, i) => ({
      _id: new Types.ObjectId(),
      at: new Date(i),
      terms: [`word${i}`],
    }));
    const over = new AbortController();
    const sealing = new Sealing(within).seal(entries).finally(() => over.abort());
    const leases = new Set<number>();
    while (!over.signal.aborted) {
      const lease = await leasesOf(within).findOne({ _id: 'search.sealing' });
      if (lease) leases.add(lease.until.getTime());
    }
    clearInterval(talk);
    expect(await sealing).toBe(true);
    expect(leases.size).toBeGreaterThan(1);
    expect(await leasesOf(within).countDocuments({ _id: 'search.sealing' })).toBe(0);
  });
});
