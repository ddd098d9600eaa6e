import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seeded } from '@parley/shared/random';
import { MongoClient, ObjectId } from 'mongodb';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, inject, it, onTestFinished } from 'vitest';
import { createRoom } from '../../client/src/core/rooms/commands';
import { changeSomething, pick, type World } from '../world/changes';
import { Client } from '../world/client';
import { DatabaseProcess, Node } from '../world/programs';
import { until } from '../world/until';
import { Wire } from '../world/wire';

const redisUrl = inject('redisUrl');
const seeds = (process.env['CONVERGENCE_SEEDS'] ?? '9,12,21,25').split(',').map(Number);
const steps = Number(process.env['CONVERGENCE_STEPS'] ?? 120);

let folder: string;
let database: DatabaseProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-conv-'));
  database = new DatabaseProcess(join(folder, 'db'));
  await database.start();
});
afterAll(async () => {
  await database.stop();
  await rm(folder, { recursive: true, force: true });
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Makes one random change or fault; failures because of a cut wire are part of the test. */
async function disturb(
  random: () => number,
  { nodes, attempts, ...world }: World & { nodes: Node[]; attempts: Promise<unknown>[] },
): Promise<void> {
  const client = pick(random, world.clients);
  const what = random();
  const attempt = (work: Promise<unknown>): void => void attempts.push(work.catch(() => undefined));
  if (what < 0.76) attempt(changeSomething(random, world, client));
  else if (what < 0.8) client.wire.cut();
  else if (what < 0.9) client.wire.mend();
  else if (what < 0.94) client.wire.to = pick(random, nodes);
  else if (what < 0.96) {
    client.wire.mend();
    await client.reload();
    attempt(client.core.rooms.enterRoom(world.roomId));
  } else {
    const node = pick(random, nodes);
    await (what < 0.98 ? node.kill() : node.stop());
    await node.start();
  }
  await pause(random() * 40);
}

it.each(seeds)(
  'two servers, four clients, cuts, reloads and kills: every history is the database’s (seed %i) [K-11 U-6]',
  async (seed) => {
    const random = seeded(seed);
    const mongoUri = database.uri(`c${seed}`);
    const nodes = [0, 1].map(
      () =>
        new Node({
          MONGODB_URI: mongoUri,
          PARLEY_DATA: join(folder, `data${seed}`),
          ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
        }),
    );
    const clients: Client[] = [];
    /** Client ids of messages sent without the outbox. */
    const past = new Set<string>();
    // Also after a failure: a server left running would use the machine.
    onTestFinished(async () => {
      for (const client of clients) {
        client.core.stop();
        client.wire.close();
      }
      for (const node of nodes) await node.kill();
    });
    for (const node of nodes) await node.start();
    for (const [i, name] of ['ana', 'bo', 'cy', 'di'].entries()) {
      const wire = new Wire(nodes[i % 2] as Node);
      await wire.listen();
      const client = new Client(name, wire, { offers: ({ clientId }) => past.add(clientId) });
      await client.register();
      clients.push(client);
    }
    await until(() => clients.every((client) => client.generalId !== undefined), 'everybody is in General');
    const roomId = clients[0]?.generalId ?? '';
    await Promise.all(clients.map((client) => client.core.rooms.enterRoom(roomId)));
    const owner = clients[0] ?? expect.fail('there is nobody');
    const side = { type: 'private', name: 'Side', topic: '', memberIds: [] } as const;
    const { roomId: sideId } = await createRoom(owner.core, { ...side, memberIds: [] });
    const attempts: Promise<unknown>[] = [];
    for (let step = 0; step < steps; step++)
      await disturb(random, { nodes, clients, roomId, sideId, attempts });

    for (const client of clients) {
      client.wire.mend();
      client.core.hurry();
    }
    await until(
      () => clients.every((client) => client.pending === 0),
      `seed ${seed}: everything is sent (${clients.map((c) => c.pending).join()})`,
      60_000,
    );

    // Pending sends have settled: nothing more is written after the database is read.
    await Promise.all(attempts);
    await using mongo = new MongoClient(mongoUri);
    // Time would change the messages of calls after they are read.
    const calls = mongo.db().collection('calls');
    await until(async () => {
      for (const client of clients) await client.hangUp(roomId).catch(() => undefined);
      return (await calls.countDocuments({ $or: [{ live: true }, { stale: true }] })) === 0;
    }, `seed ${seed}: the calls have ended`);
    const rows = await mongo
      .db()
      .collection('messages')
      .find({ roomId: new ObjectId(roomId) })
      .sort({ seq: 1 })
      .toArray();
    const stored = rows.map((doc) => ({
      seq: Number(doc['seq']),
      rev: Number(doc['rev']),
      text: String(doc['text']),
      deleted: doc['deletedAt'] !== null,
      pinned: doc['pinned'] != null,
      files: (doc['files'] as unknown[] | undefined)?.length ?? 0,
      reactions: JSON.stringify(
        (doc['reactions'] as { emoji: string; userIds: unknown[] }[]).map(({ emoji, userIds }) => ({
          emoji,
          userIds: userIds.map(String),
        })),
      ),
    }));
    // Every message is stored once; deleted or edited ones are found by their client ids instead of their text.
    const total = clients.reduce((sum, client) => sum + client.said.length, 0);
    const welcome = 1;
    // Those with files may fail and yet be stored; a deleted one has neither text nor files.
    const withFiles = rows.filter((row) => past.has(String(row['clientId']))).length;
    // Each call has one message.
    const records = new Set((await calls.find().toArray()).map((call) => String(call['recordId'])));
    const ofCalls = rows.filter((row) => records.has(String(row['clientId'])));
    expect(ofCalls.length, `seed ${seed}`).toBe(records.size);
    expect(stored.length - withFiles - ofCalls.length, `seed ${seed}`).toBe(total + welcome);
    expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, i) => i + 1));
    for (const client of clients) {
      const present = client.said.filter((text) => stored.some((message) => message.text.startsWith(text)));
      const order = present.map((text) => stored.findIndex((message) => message.text.startsWith(text)));
      expect(order, `seed ${seed}: ${client.name} is in the order it was said`).toEqual(
        [...order].sort((a, b) => a - b),
      );
      expect(new Set(order).size).toBe(order.length);
    }
    for (const client of clients) {
      await until(
        () => {
          const shown = client.messages(roomId);
          return (
            shown.length > 0 &&
            JSON.stringify(shown) === JSON.stringify(stored.filter(({ seq }) => seq >= (shown[0]?.seq ?? 1)))
          );
        },
        `seed ${seed}: ${client.name} shows what is stored`,
        20_000,
      ).catch((error: unknown) => {
        const { connection } = client.store.getState().session;
        const { messages, ...run } = client.store.getState().timelines.byRoom[roomId] ?? { messages: [] };
        const wrong = client
          .messages(roomId)
          .find((shown) => JSON.stringify(shown) !== JSON.stringify(stored[shown.seq - 1]));
        console.log(
          client.name,
          connection,
          run,
          messages.length,
          stored.length,
          stored.at(-1),
          wrong,
          wrong && stored[wrong.seq - 1],
        );
        throw error;
      });
    }
    // What a killed server has written and not published is requested by the clients, once its failure is noticed.
    for (const client of clients) {
      const same = async (): Promise<boolean> => isDeepStrictEqual(client.known(), await client.requested());
      const what = `seed ${seed}: ${client.name} knows all of its own as the server does`;
      await until(same, what, 20_000).catch(async (error: unknown) => {
        console.log(JSON.stringify(client.known()), JSON.stringify(await client.requested()));
        throw error;
      });
    }
    console.log(
      `convergence: seed ${seed}, ${total} messages, ${stored.at(-1)?.seq ?? 0} places, ${withFiles} with files, ${ofCalls.length} calls, all four histories and everything else equal the database`,
    );
  },
  180_000,
);
