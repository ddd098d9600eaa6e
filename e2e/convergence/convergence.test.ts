import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seeded } from '@parley/shared/random';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import {
  deleteMessage,
  editMessage,
  setPinned,
  setReaction,
} from '../../client/src/features/timeline/timeline.commands';
import { Client, Node, startDatabaseProcess, until, Wire } from './world';

const seeds = (process.env['CONVERGENCE_SEEDS'] ?? '9,12,21,25').split(',').map(Number);
const steps = Number(process.env['CONVERGENCE_STEPS'] ?? 120);

let folder: string;
let database: Awaited<ReturnType<typeof startDatabaseProcess>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-conv-'));
  database = await startDatabaseProcess(join(folder, 'db'));
});
afterAll(async () => {
  await database.stop();
  await rm(folder, { recursive: true, force: true });
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Does one random thing to the world; whatever fails because a wire is cut is part of the test. */
async function disturb(
  random: () => number,
  world: { nodes: Node[]; clients: Client[]; roomId: string },
): Promise<string> {
  const { nodes, clients, roomId } = world;
  const pick = <T>(items: T[]): T => items[Math.floor(random() * items.length)] as T;
  const client = pick(clients);
  const own =
    client.store
      .getState()
      .timelines.byRoom[roomId]?.messages.filter((message) => !message.deletedAt && !message.notice) ?? [];
  const message = own.length > 0 ? pick(own) : undefined;
  const mine = message?.authorId === client.store.getState().session.me?.userId;
  const what = random();
  const attempt = (work: Promise<unknown>): void => void work.catch(() => undefined);
  if (what < 0.5) await client.say(roomId);
  else if (what < 0.58 && message && mine)
    attempt(editMessage(client.core, message.messageId, `${message.text} edited`));
  else if (what < 0.63 && message && mine && message.text.includes('edited'))
    attempt(deleteMessage(client.core, message.messageId));
  else if (what < 0.72 && message)
    attempt(
      setReaction(
        client.core,
        { messageId: message.messageId, emoji: pick(['👍', '🎉', '👀']) },
        random() < 0.7,
      ),
    );
  else if (what < 0.76 && message) attempt(setPinned(client.core, message.messageId, random() < 0.7));
  else if (what < 0.8) client.wire.cut();
  else if (what < 0.9) client.wire.mend();
  else if (what < 0.94) client.wire.node = pick(nodes);
  else if (what < 0.96) {
    client.wire.mend();
    await client.reload();
    attempt(client.core.rooms.enterRoom(roomId));
  } else if (what < 0.98) {
    const node = pick(nodes);
    await node.kill();
    await node.start();
  } else {
    const node = pick(nodes);
    await node.stop();
    await node.start();
  }
  await pause(random() * 40);
  return what.toFixed(2);
}

it.each(seeds)(
  'two servers, four clients, cuts, reloads and kills: every history is the database’s (seed %i)',
  async (seed) => {
    const random = seeded(seed);
    const mongoUri = database.uri.replace('/parley?', `/c${seed}?`);
    const nodes = [0, 1].map(
      () => new Node({ MONGODB_URI: mongoUri, PARLEY_DATA: join(folder, `data${seed}`) }),
    );
    const clients: Client[] = [];
    // Also after a failure: a server left behind would go on using the machine.
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
      const client = new Client(name, wire);
      await client.register();
      clients.push(client);
    }
    await until(() => clients.every((client) => client.generalId !== undefined), 'everybody is in General');
    const roomId = clients[0]?.generalId ?? '';
    await Promise.all(clients.map((client) => client.core.rooms.enterRoom(roomId)));
    for (let step = 0; step < steps; step++) await disturb(random, { nodes, clients, roomId });

    for (const client of clients) {
      client.wire.mend();
      client.core.hurry();
    }
    await until(
      () => clients.every((client) => client.pending === 0),
      `seed ${seed}: everything is sent (${clients.map((c) => c.pending).join()})`,
      60_000,
    );

    await using mongo = new MongoClient(mongoUri);
    const stored = (await mongo.db().collection('messages').find({}).sort({ seq: 1 }).toArray()).map(
      (doc) => ({
        seq: Number(doc['seq']),
        rev: Number(doc['rev']),
        text: String(doc['text']),
        deleted: doc['deletedAt'] !== null,
        pinned: doc['pinned'] != null,
        reactions: JSON.stringify(
          (doc['reactions'] as { emoji: string; userIds: unknown[] }[]).map(({ emoji, userIds }) => ({
            emoji,
            userIds: userIds.map(String),
          })),
        ),
      }),
    );
    // What everybody said is there once; deleted or edited ones are found by their client ids instead of their text.
    const total = clients.reduce((sum, client) => sum + client.said.length, 0);
    const welcome = 1;
    expect(stored.length, `seed ${seed}`).toBe(total + welcome);
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
    console.log(
      `convergence: seed ${seed}, ${total} messages, ${stored.at(-1)?.seq ?? 0} places, all four histories equal the database`,
    );
  },
  180_000,
);
