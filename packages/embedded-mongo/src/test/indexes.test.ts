import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decimal128, Double, MongoClient, type Collection, type Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDatabase, type RunningDatabase } from '../server.ts';
import { uriOf } from '../start.ts';
import { failure } from './failure.ts';

let data: string;
let database: RunningDatabase;
let client: MongoClient;
let next = 0;
const collection = <T extends Document = Document>(): Collection<T> =>
  client.db('indexes').collection(`c${(next += 1)}`);

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'parley-indexes-'));
  database = await startDatabase({ folder: data, socketPath: join(data, 'db.sock'), housekeepingMs: 50 });
  client = await MongoClient.connect(uriOf(join(data, 'db.sock'), ''));
});
afterAll(async () => {
  await client.close();
  await database.close();
  await rm(data, { recursive: true, force: true });
});

describe('TTL indexes', () => {
  it('delete what has expired and nothing else', async () => {
    const c = collection();
    await c.createIndex({ at: 1 }, { expireAfterSeconds: 60 });
    const now = Date.now();
    await c.insertMany([
      // More than one write deletes.
      ...Array.from({ length: 120 }, (_, i) => ({ name: 'gone', at: new Date(now - 61_000 - i) })),
      { name: 'young', at: new Date(now - 30_000) },
      { name: 'later', at: new Date(now + 1e9) },
      { name: 'no date', at: 'yesterday' },
      { name: 'nothing' },
    ]);
    await expect.poll(() => c.countDocuments({ name: 'gone' })).toBe(0);
    expect(await c.countDocuments()).toBe(4);
  });
});

describe('unique indexes', () => {
  it('tell apart values that share a key, and find every one of them again', async () => {
    const c = collection();
    await c.createIndex({ amount: 1 }, { unique: true });
    // Beyond a double's precision the keys are equal; the values are not.
    const close = ['1.00000000000000000001', '1.00000000000000000002', '1.00000000000000000003'];
    const amounts = close.map((text) => Decimal128.fromString(text));
    for (const amount of amounts) await c.insertOne({ amount });
    for (const amount of amounts) {
      expect(await failure(c.insertOne({ amount }))).toMatchObject({ code: 11000 });
      expect(await c.countDocuments({ amount })).toBe(1);
    }
    for (const amount of amounts) {
      expect(await c.deleteOne({ amount })).toMatchObject({ deletedCount: 1 });
      expect(await c.countDocuments({}, { hint: { amount: 1 } })).toBe(await c.countDocuments());
      await c.insertOne({ amount });
      expect(await failure(c.insertOne({ amount }))).toMatchObject({ code: 11000 });
    }
    expect(await c.countDocuments({}, { hint: { amount: 1 } })).toBe(3);
  });

  it('free a value when its document changes or goes, and not before', async () => {
    const c = collection();
    await c.createIndex({ room: 1, name: -1 }, { unique: true });
    await c.insertMany([
      { _id: 'a', room: 1, name: 'x' },
      { _id: 'b', room: 1, name: 'y' },
    ] as never);
    expect(await failure(c.updateOne({ _id: 'b' as never }, { $set: { name: 'x' } }))).toMatchObject({
      code: 11000,
      keyValue: { room: 1, name: 'x' },
    });
    await c.updateOne({ _id: 'a' as never }, { $set: { name: 'z' } });
    await c.updateOne({ _id: 'b' as never }, { $set: { name: 'x' } });
    await c.deleteOne({ _id: 'a' as never });
    await c.insertOne({ room: 1, name: 'z' });
    const found = await c.find({ room: 1 }).sort({ name: 1 }).toArray();
    expect(found.map((document) => document['name'] as string)).toEqual(['x', 'z']);
  });
});

describe('an insert that is refused', () => {
  it('leaves nothing in any index, and takes nothing from the one that was there', async () => {
    const c = collection();
    await c.createIndexes([
      { key: { tags: 1 } },
      { key: { name: 1 }, unique: true },
      { key: { revs: 1 }, unique: true },
    ]);
    await c.insertOne({ tags: ['x'], name: 'a', revs: [1, 2] });
    for (const refused of [
      { tags: ['x', 'y'], name: 'b', revs: [3, 2] },
      { tags: ['x', 'y'], name: 'a', revs: [3] },
    ])
      expect(await failure(c.insertOne(refused))).toMatchObject({ code: 11000 });
    expect(await c.countDocuments()).toBe(1);
    expect(await c.countDocuments({ tags: 'y' })).toBe(0);
    for (const hint of [{ tags: 1 }, { name: 1 }, { revs: 1 }] as const)
      expect((await c.find({}, { hint }).toArray()).map(({ name }) => name as string)).toEqual(['a']);
    expect(await c.countDocuments({ revs: 2 })).toBe(1);
    await c.insertOne({ tags: [], name: 'b', revs: [3] });
    expect(await c.countDocuments({ revs: 3 })).toBe(1);
  });

  it('leaves nothing when its entry is too long for an index', async () => {
    const c = collection();
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    await c.createIndex({ n: 1 }, { unique: true });
    await c.createIndex(Object.fromEntries(names.map((name) => [name, 1])));
    const long = Object.fromEntries(names.map((name) => [name, name.repeat(1000)]));
    expect(await failure(c.insertOne({ n: 1, ...long }))).toMatchObject({ code: 67 });
    expect(await c.countDocuments()).toBe(0);
    expect(await c.find({}, { hint: { n: 1 } }).toArray()).toEqual([]);
    await c.insertOne({ n: 1 });
    expect(await c.countDocuments({ n: 1 })).toBe(1);
  });
});

describe('several demands on one array', () => {
  it('walk the narrowest in the order asked for, and test the others', async () => {
    const c = collection();
    await c.createIndex({ tags: 1, at: -1 });
    await c.insertMany(
      Array.from({ length: 300 }, (_, i) => ({
        at: i,
        tags: ['all', i % 2 === 0 ? 'even' : 'odd', `n${i % 10}`],
      })),
    );
    const filter = {
      $and: [{ tags: { $in: ['even', 'odd', 'n3'] } }, { tags: 'n4' }],
      tags: { $nin: ['odd'] },
    };
    const found = await c.find(filter).sort({ at: -1 }).limit(5).toArray();
    expect(found.map((document) => document['at'] as number)).toEqual([294, 284, 274, 264, 254]);
    const explained = await c.find(filter).sort({ at: -1 }).limit(5).explain('executionStats');
    const stats = (explained as { executionStats: { totalKeysExamined: number } }).executionStats;
    expect(stats.totalKeysExamined).toBeLessThan(10);
  });
});

describe('a span on an array', () => {
  it('is walked within both bounds when one element must meet them, and from one bound when any may', async () => {
    const c = collection();
    await c.createIndex({ ends: 1 });
    await c.insertMany(
      Array.from({ length: 200 }, (_, i) => ({ n: i, ends: [`a${i}`, `m${i % 10}`, `z${i}`] })),
    );
    const span = { $gte: 'm3', $lt: 'm4' };
    const within = c.find({ ends: { $elemMatch: span } }).sort({ n: 1 });
    expect((await within.clone().toArray()).map((document) => document['n'] as number)).toEqual(
      Array.from({ length: 20 }, (_, i) => i * 10 + 3),
    );
    const explained = (await within.explain('executionStats')) as {
      executionStats: { totalKeysExamined: number };
    };
    expect(explained.executionStats.totalKeysExamined).toBeLessThanOrEqual(21);
    // Any element above, any below: all of them have both.
    expect(await c.countDocuments({ ends: span })).toBe(200);
    // A separate bound is met by another element, before and after the span.
    expect(await c.countDocuments({ ends: { $elemMatch: { $gte: 'm3' }, $lt: 'b' } })).toBe(200);
    expect(await c.countDocuments({ ends: { $lt: 'b', $elemMatch: { $gte: 'm3', $lt: 'm4' } } })).toBe(20);
    // No document has an array, so nothing is found, with the index as without it.
    const plain = collection();
    await plain.createIndex({ ends: 1 });
    await plain.insertOne({ ends: 'm3' });
    expect(await plain.countDocuments({ ends: { $elemMatch: span } })).toBe(0);
  });

  it('looks up thousands of ids one by one, not by walking everything', async () => {
    const c = collection<{ _id: string }>();
    await c.insertMany(Array.from({ length: 5000 }, (_, i) => ({ _id: `id${i}` })));
    const wanted = Array.from({ length: 1200 }, (_, i) => `id${i * 5}`);
    const query = c.find({ _id: { $in: wanted } });
    expect(await query.clone().toArray()).toHaveLength(1000);
    const explained = (await query.explain('executionStats')) as {
      executionStats: { totalKeysExamined: number };
    };
    expect(explained.executionStats.totalKeysExamined).toBeLessThanOrEqual(1000);
  });
});

describe('pipelines of pipelines', () => {
  it('read each through an index of its own, in its order and no further than its limit', async () => {
    const c = collection<{ room: string; seq: number }>();
    await c.createIndex({ room: 1, seq: 1 });
    await c.insertMany(
      Array.from({ length: 3000 }, (_, i) => ({ room: `room ${i % 3}`, seq: Math.floor(i / 3) })),
    );
    const newest = (room: string): Document[] => [
      { $match: { room } },
      { $sort: { seq: -1 } },
      { $limit: 2 },
      { $project: { _id: 0, room: 1, seq: 1, which: { $literal: 7 } } },
    ];
    const union = [
      ...newest('room 0'),
      { $unionWith: { coll: c.collectionName, pipeline: newest('room 2') } },
      { $unionWith: { coll: c.collectionName, pipeline: newest('nowhere') } },
    ];
    const seqs = [999, 998];
    expect(await c.aggregate(union).toArray()).toEqual(
      ['room 0', 'room 2'].flatMap((room) => seqs.map((seq) => ({ room, seq, which: 7 }))),
    );
    const joined = [
      { $match: { seq: 0 } },
      {
        $lookup: {
          from: c.collectionName,
          localField: 'room',
          foreignField: 'room',
          pipeline: newest(''),
          as: 'own',
        },
      },
    ];
    const looked = async (pipeline: Document[]): Promise<unknown> =>
      (await c.aggregate(pipeline).explain('executionStats'))['executionStats'];
    expect(await looked(union)).toMatchObject({ nReturned: 4, totalDocsExamined: 4, totalKeysExamined: 4 });
    // Both filters hold: that of the field, and the pipeline's own, which no room meets.
    expect((await c.aggregate(joined).toArray()).map(({ own }) => own as unknown)).toEqual([[], [], []]);
    const own = [{ $sort: { seq: -1 } }, { $limit: 1 }];
    const last = [
      { $match: { room: 'room 1', seq: 5 } },
      {
        $lookup: {
          from: c.collectionName,
          localField: 'room',
          foreignField: 'room',
          pipeline: own,
          as: 'last',
        },
      },
    ];
    expect(await c.aggregate(last).toArray()).toMatchObject([
      { seq: 5, last: [{ room: 'room 1', seq: 999 }] },
    ]);
    expect(await looked(last)).toMatchObject({ nReturned: 1, totalDocsExamined: 2, totalKeysExamined: 2 });
  });
});

describe('a long array', () => {
  it('is found by what it has and not by what it had, whatever was added, taken and had twice', async () => {
    const c = collection<{ _id: number; values: unknown[] }>();
    await c.createIndex({ values: 1 });
    // Park and Miller's generator (1988), since this package depends on no other.
    let state = 7;
    const random = (): number => (state = (state * 16_807) % (2 ** 31 - 1)) / (2 ** 31 - 1);
    const some = (): number => Math.floor(random() * 60);
    let values: unknown[] = [];
    await c.insertOne({ _id: 1, values });
    for (let round = 0; round < 60; round++) {
      // Equal numbers of two types, and values that are no numbers.
      values = random() < 0.3 ? values.filter(() => random() < 0.7) : values;
      values = [...values, some(), new Double(some()), `word ${some()}`, null].slice(-80);
      await c.updateOne({ _id: 1 }, { $set: { values } });
      const has = new Set(values.map((value) => (value instanceof Double ? value.value : value)));
      for (const value of [1, 8, 15, 22, 29, 36, 43, 50, 57, 'word 7']) {
        const { executionStats } = await c.find({ values: value }).explain('executionStats');
        const there = has.has(value) ? 1 : 0;
        expect(executionStats, `${value} in round ${round}`).toMatchObject({
          nReturned: there,
          totalKeysExamined: there,
        });
      }
    }
    await c.updateOne({ _id: 1 }, { $set: { values: [] } });
    expect(await c.countDocuments({ values: { $gte: 0 } })).toBe(0);
    expect(await c.countDocuments({ values: [] })).toBe(1);
  });
});
