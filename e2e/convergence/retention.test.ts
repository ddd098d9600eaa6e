import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient, ObjectId, type Document } from 'mongodb';
import { expect, it, onTestFinished } from 'vitest';
import { watchFloors } from '../../client/src/features/retention/floors';
import { Client } from '../world/client';
import { DatabaseProcess, Node } from '../world/programs';
import { until } from '../world/until';
import { Wire } from '../world/wire';

const OLD = new Date(Date.now() - 40 * 86_400_000);
/** More than the job deletes before it can be killed. */
const MANY = 3000;

const seqsOf = (client: Client, roomId: string): number[] =>
  (client.store.getState().timelines.byRoom[roomId]?.messages ?? []).map(({ seq }) => seq);

it('a server that is killed while it deletes goes on after its start, and every client has what is left [R-5 R-6]', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-retain-'));
  const database = new DatabaseProcess(join(folder, 'db'));
  await database.start();
  const node = new Node({
    MONGODB_URI: database.uri(),
    PARLEY_DATA: join(folder, 'data'),
    RETENTION_GRACE_HOURS: '0',
    HEADS_CACHED_SECONDS: '0',
  });
  await node.start();
  const clients: Client[] = [];
  onTestFinished(async () => {
    for (const client of clients) {
      client.core.stop();
      client.wire.close();
    }
    await node.kill();
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  });
  for (const name of ['ana', 'bo']) {
    const wire = new Wire(node);
    await wire.listen();
    const client = new Client(name, wire, { made: ({ core }) => void watchFloors(core) });
    clients.push(client);
    await client.register();
  }
  const [ana, bo] = clients as [Client, Client];
  await until(() => clients.every(({ generalId }) => generalId !== undefined), 'everybody is in General');
  const roomId = ana.generalId ?? '';
  await ana.say(roomId);
  await until(() => ana.pending === 0, 'it is sent');

  await using mongo = new MongoClient(database.uri());
  const messages = mongo.db().collection('messages');
  const count = (): Promise<number> => messages.countDocuments({ roomId: new ObjectId(roomId) });
  const last = (await messages.findOne({ roomId: new ObjectId(roomId) }, { sort: { seq: -1 } })) as Document;
  const [seq, rev] = [Number(last['seq']), Number(last['rev'])];
  await messages.insertMany(
    Array.from({ length: MANY }, (_, i) => {
      const place = { seq: seq + i + 1, rev: rev + i + 1, revs: [rev + i + 1] };
      return { ...last, _id: new ObjectId(), clientId: randomUUID(), ...place };
    }),
  );
  await messages.updateMany({}, { $set: { createdAt: OLD } });
  await ana.say(roomId);
  await until(() => ana.pending === 0, 'the newest is sent');
  const newest = seq + MANY + 1;
  await Promise.all(clients.map(({ core }) => core.rooms.enterRoom(roomId)));
  await until(() => clients.every((client) => seqsOf(client, roomId).includes(newest)), 'both have the room');
  await until(async () => (await bo.storage.timelines.get(roomId)) !== undefined, 'one has it in the cache');
  const indexed = async (): Promise<number> =>
    (await mongo.db().collection('searchsegments').find({}).toArray()).reduce(
      (sum, segment) => sum + Number(segment['count']),
      0,
    );
  await until(async () => (await indexed()) >= MANY, 'they are in the index');
  bo.wire.cut();
  bo.core.stop();

  const path = { section: 'retention' };
  const body = { version: 0, changes: [{ field: 'days', value: 30 }] };
  await ana.core.api.request('PATCH /settings/{section}', { path, body });
  await until(async () => (await count()) < MANY, 'it has begun to delete');
  await node.kill();
  expect(await count()).toBeGreaterThan(2);
  // As if the minute were over in which nobody else takes what a dead server did.
  await mongo.db().collection('leases').deleteMany({});
  await mongo
    .db()
    .collection('jobs')
    .updateMany({}, { $set: { nextAt: new Date(0) } });
  await node.start();
  await until(async () => (await count()) === 1, 'the rest is deleted');
  await until(async () => (await indexed()) < 100, 'their words have left the index');
  await until(() => seqsOf(ana, roomId).join() === String(newest), 'the open page has what is left');

  // One that was away drops it from its cache too, before it opens the room.
  bo.wire.mend();
  await bo.reload();
  await until(async () => {
    const cached = (await bo.storage.timelines.get(roomId)) as { messages: { seq: number }[] } | undefined;
    return cached?.messages.every((message) => message.seq >= newest) === true;
  }, 'the cache has what is left');
  await bo.core.rooms.enterRoom(roomId);
  await until(() => seqsOf(bo, roomId).join() === String(newest), 'the one that was away has what is left');
});
