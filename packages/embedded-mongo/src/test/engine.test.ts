import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Binary,
  Decimal128,
  Double,
  Int32,
  Long,
  MongoClient,
  ObjectId,
  Timestamp,
  UUID,
  type Collection,
  type Document,
} from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDatabase, type RunningDatabase } from '../server.ts';
import { failure } from './failure.ts';
import { uriOf } from '../start.ts';

let data: string;
let database: RunningDatabase;
let client: MongoClient;
let next = 0;
const collection = (): Collection => client.db('engine').collection(`c${(next += 1)}`);

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'parley-engine-'));
  database = await startDatabase({ folder: data, socketPath: join(data, 'db.sock') });
  client = await MongoClient.connect(uriOf(join(data, 'db.sock'), ''));
});
afterAll(async () => {
  await client.close();
  await database.close();
  await rm(data, { recursive: true, force: true });
});

const examined = (explained: Document): number =>
  (explained['executionStats'] as { totalKeysExamined: number }).totalKeysExamined;
const planOf = (explained: Document): string =>
  JSON.stringify((explained['queryPlanner'] as Document)['winningPlan']);

describe('values', () => {
  it('keeps every BSON type exactly, also through an update of another field', async () => {
    const c = collection();
    const document = {
      _id: new ObjectId(),
      int: new Int32(1),
      double: new Double(1),
      long: Long.fromNumber(1),
      big: Long.fromString('9007199254740993'),
      decimal: Decimal128.fromString('1.10'),
      date: new Date(1234),
      binary: new Binary(Buffer.from([1, 2, 3]), 0),
      uuid: new UUID('0f8fad5b-d9cb-469f-a165-70867728950e'),
      timestamp: new Timestamp({ t: 5, i: 6 }),
      nothing: null,
      nested: { list: [new Double(2), 'x', { deep: true }] },
    };
    await c.insertOne(document);
    await c.updateOne({ _id: document._id }, { $set: { touched: 'yes' } });
    const found = await c.findOne({ _id: document._id }, { promoteValues: false, promoteBuffers: false });
    expect(found).toEqual({ ...document, touched: 'yes' });
    expect(await c.countDocuments({ missing: null, nothing: null })).toBe(1);
    expect(await c.countDocuments({ missing: { $exists: false }, nothing: { $exists: true } })).toBe(1);
    expect(await c.countDocuments({ int: { $type: 'double' } })).toBe(0);
    expect(await c.countDocuments({ big: Long.fromString('9007199254740992') })).toBe(0);
  });

  it("sorts across types in MongoDB's order, with and without an index", async () => {
    const c = collection();
    const ordered = [
      null,
      new Int32(-3),
      new Double(0.5),
      Long.fromNumber(7),
      '',
      'a',
      'b',
      '\u{ffff}',
      '😀',
      { a: 1 },
      { a: 2 },
      new ObjectId('000000000000000000000001'),
      false,
      true,
      new Date(-5),
      new Date(9),
    ];
    await c.insertMany(ordered.map((v, i) => ({ _id: new Int32((i * 7) % ordered.length) as never, v, i })));
    const order = async (): Promise<unknown[]> =>
      (await c.find({}).sort({ v: 1 }).toArray()).map((doc) => doc['i'] as unknown);
    expect(await order()).toEqual(ordered.map((_, i) => i));
    await c.createIndex({ v: 1 });
    expect(planOf(await c.find({}).sort({ v: 1 }).explain())).toContain('v_1');
    expect(await order()).toEqual(ordered.map((_, i) => i));
    expect((await c.find({}).sort({ v: -1 }).toArray()).map((doc) => doc['i'] as unknown)).toEqual(
      ordered.map((_, i) => i).reverse(),
    );
  });
});

describe('unique indexes', () => {
  it('answer a duplicate with 11000, keyPattern and keyValue, and change nothing', async () => {
    const c = collection();
    await c.createIndex({ room: 1, seq: 1 }, { unique: true });
    await c.insertOne({ room: 'a', seq: 1 });
    const error = await failure(c.insertOne({ room: 'a', seq: 1 }));
    expect(error).toMatchObject({
      code: 11000,
      keyPattern: { room: 1, seq: 1 },
      keyValue: { room: 'a', seq: 1 },
    });
    await c.insertOne({ room: 'a', seq: 2 });
    expect((await failure(c.updateOne({ seq: 2 }, { $set: { seq: 1 } }))).code).toBe(11000);
    expect(await c.countDocuments({ seq: 2 })).toBe(1);
  });

  it('hold over the elements of arrays, and let one document repeat its own', async () => {
    const c = collection();
    await c.createIndex({ room: 1, revs: 1 }, { unique: true });
    await c.insertOne({ _id: new Int32(1) as never, room: 'a', revs: [1, 3] });
    expect((await failure(c.insertOne({ room: 'a', revs: [3] }))).code).toBe(11000);
    await c.updateOne({ room: 'a' }, { $push: { revs: 4 } as never });
    await c.insertOne({ room: 'a', revs: [2] });
    await c.insertOne({ room: 'b', revs: [4] });
    expect((await c.find({ room: 'a', revs: { $gt: 1 } }).toArray()).length).toBe(2);
  });

  it('can be partial or sparse', async () => {
    const c = collection();
    await c.createIndex(
      { email: 1 },
      { unique: true, partialFilterExpression: { email: { $type: 'string' } } },
    );
    await c.insertMany([{ email: null }, { email: null }, { email: 'x' }]);
    expect((await failure(c.insertOne({ email: 'x' }))).code).toBe(11000);
    expect(planOf(await c.find({ email: 'x' }).explain())).toContain('email_1');
    expect(planOf(await c.find({ email: null }).explain())).toContain('COLLSCAN');
    const s = collection();
    await s.createIndex({ tag: 1 }, { unique: true, sparse: true });
    await s.insertMany([{}, {}, { tag: 1 }]);
    expect(await s.countDocuments({ tag: null })).toBe(2);
  });

  it('refuse to be built over duplicates, leaving no half of an index', async () => {
    const c = collection();
    await c.insertMany([{ k: 1 }, { k: 1 }]);
    expect((await failure(c.createIndex({ k: 1 }, { unique: true }))).code).toBe(11000);
    expect((await c.indexes()).map((index) => index.name)).toEqual(['_id_']);
    await c.createIndex({ k: 1 });
    expect(await c.countDocuments({ k: 1 })).toBe(2);
  });

  it('serve long values, told apart by all of their text', async () => {
    const c = collection();
    await c.createIndex({ t: 1 }, { unique: true });
    const long = 'x'.repeat(5000);
    await c.insertMany([{ t: `${long}a` }, { t: `${long}b` }]);
    expect((await failure(c.insertOne({ t: `${long}a` }))).code).toBe(11000);
    expect(await c.countDocuments({ t: `${long}b` })).toBe(1);
    expect((await c.find({}).sort({ t: -1 }).toArray()).map((doc) => String(doc['t']).at(-1))).toEqual([
      'b',
      'a',
    ]);
  });
});

describe('the planner', () => {
  it('uses equality prefix, range and order in both directions, mixed ones too', async () => {
    const c = collection();
    await c.createIndexes([{ key: { room: 1, seq: 1 } }, { key: { room: 1, pinned: -1, seq: 1 } }]);
    await c.insertMany(
      Array.from({ length: 1000 }, (_, i) => ({ room: i % 2 ? 'a' : 'b', seq: i, pinned: i % 3 })),
    );
    const page = c
      .find({ room: 'a', seq: { $lt: 500 } })
      .sort({ seq: -1 })
      .limit(50);
    expect(examined(await page.clone().explain('executionStats'))).toBeLessThanOrEqual(50);
    expect((await page.toArray()).map((doc) => doc['seq'] as unknown)).toEqual(
      Array.from({ length: 50 }, (_, i) => 499 - 2 * i),
    );
    const mixed = await c.find({ room: 'a' }).sort({ pinned: -1, seq: 1 }).limit(3).explain('executionStats');
    expect(planOf(mixed)).not.toContain('SORT');
    expect(examined(mixed)).toBe(3);
    const back = await c.find({ room: 'a' }).sort({ pinned: 1, seq: -1 }).limit(3).toArray();
    expect(back.map((doc) => doc['seq'] as unknown)).toEqual([999, 993, 987]);
    expect(planOf(await c.find({ room: { $in: ['a', 'b'] }, seq: 5 }).explain())).toContain('room_1_seq_1');
  });

  it('takes a partial index before one that says as much and holds everything', async () => {
    const c = collection();
    await c.createIndex({ room: 1, seq: 1 });
    await c.createIndex(
      { room: 1, 'pinned.at': -1 },
      { partialFilterExpression: { 'pinned.at': { $exists: true } } },
    );
    await c.insertMany(
      Array.from({ length: 100 }, (_, i) => ({ room: 'a', seq: i, ...(i === 7 && { pinned: { at: i } }) })),
    );
    const pinned = c.find({ room: 'a', 'pinned.at': { $exists: true } });
    expect(examined(await pinned.clone().explain('executionStats'))).toBe(1);
    expect((await pinned.toArray()).map((doc) => doc['seq'] as unknown)).toEqual([7]);
  });

  it('reads a page of 50 from a room of 1,000,000 messages by at most 100 keys', async () => {
    const c = collection();
    await c.createIndex({ roomId: 1, seq: 1 }, { unique: true });
    const roomId = new ObjectId();
    for (let from = 0; from < 1_000_000; from += 10_000)
      await c.insertMany(
        Array.from({ length: 10_000 }, (_, i) => ({ roomId, seq: from + i, text: 'a message' })),
      );
    const explained = await c
      .find({ roomId, seq: { $lt: 500_000 } })
      .sort({ seq: -1 })
      .limit(50)
      .explain('executionStats');
    expect(examined(explained)).toBeLessThanOrEqual(100);
    expect(explained['executionStats']).toMatchObject({ nReturned: 50 });
    expect(planOf(explained)).toContain('"indexName":"roomId_1_seq_1"');
    expect(await c.estimatedDocumentCount()).toBe(1_000_000);
  }, 240_000);
});

describe('time to live', () => {
  it('keeps its setting, which a sweep of the server obeys', async () => {
    const c = collection();
    await c.createIndex({ expiresAt: 1 }, { expireAfterSeconds: 0 });
    expect(await c.indexes()).toContainEqual(
      expect.objectContaining({ name: 'expiresAt_1', expireAfterSeconds: 0 }),
    );
  });
});

describe('cursors', () => {
  it('fetch in batches, and see every document once while others write', async () => {
    const c = collection();
    await c.insertMany(Array.from({ length: 1000 }, (_, i) => ({ _id: i as never })));
    const seen: unknown[] = [];
    for await (const doc of c.find({}).batchSize(100)) {
      seen.push(doc._id);
      if (seen.length % 250 === 0) await c.insertOne({ _id: `later-${seen.length}` as never });
    }
    expect(seen.filter((id) => typeof id === 'number')).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  });
});

describe('what is not there', () => {
  it("is refused by MongoDB's own error, never answered wrongly", async () => {
    const c = collection();
    await c.insertOne({ a: 1 });
    const db = client.db('engine');
    expect((await failure(db.command({ nonsense: 1 }))).code).toBe(59);
    expect((await failure(c.find({ $where: 'true' }).toArray())).message).toContain('not supported');
    expect((await failure(c.aggregate([{ $graphLookup: {} }]).toArray())).code).toBe(40324);
    expect((await failure(c.createIndex({ a: 'text' }))).message).toContain('not supported');
    expect((await failure(c.find({ a: { $frob: 1 } } as never).toArray())).message).toContain(
      'unknown operator',
    );
    expect((await failure(c.updateOne({}, { $frob: { a: 1 } }))).message).toContain('Unknown modifier');
    expect(await c.findOne({}, { projection: { _id: 0 } })).toEqual({ a: 1 });
  });
});
