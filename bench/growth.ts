import { join } from 'node:path';
import { MongoClient, ObjectId } from 'mongodb';
import type { Socket } from 'socket.io-client';
import { BenchServer, percentile, report, storedMessage, TEXT, timed } from './world.ts';

const SIZES = [1000, 1_000_000];
const INSERTED_AT_ONCE = 5000;
const ROUNDS = 20;
const EACH_ROUND = 15;

/** Inserts messages into a room without the server. */
async function fill(server: BenchServer, roomId: string, count: number): Promise<void> {
  const path = encodeURIComponent(join(server.folder, 'db/db.sock'));
  await using mongo = new MongoClient(`mongodb://${path}/?directConnection=true`);
  const messages = mongo.db('parley').collection('messages');
  const authorId = new ObjectId();
  for (let from = 1; from <= count; from += INSERTED_AT_ONCE)
    await messages.insertMany(
      Array.from({ length: Math.min(INSERTED_AT_ONCE, count - from + 1) }, (_, i) =>
        storedMessage({ roomId, authorId, seq: from + i, createdAt: new Date(), text: TEXT }),
      ),
    );
}

interface World {
  server: BenchServer;
  token: string;
  roomId: string;
  socket: Socket;
  count: number;
}

async function worldOf(count: number): Promise<World> {
  const server = await BenchServer.start();
  const token = await server.register('alice');
  const roomId = await server.room(token, 'past');
  await fill(server, roomId, count);
  return { server, token, roomId, socket: await server.connect(token), count };
}

const questions: Record<string, (world: World, i: number) => Promise<unknown>> = {
  'history page of 50 over REST': ({ server, token, roomId, count }, i) =>
    server.request(`/rooms/${roomId}/messages?before=${Math.max(60, Math.floor((count * (i % 10)) / 10))}`, {
      token,
    }),
  '/sync, with what is unread': ({ server, token }) => server.request('/sync', { token }),
  'catch-up by 50 changes': ({ socket, roomId, count }) =>
    socket.emitWithAck('room:open', { roomId, sinceRev: count - 50 }),
  'entering a room': ({ socket, roomId }) => socket.emitWithAck('room:open', { roomId, sinceRev: null }),
};

/** The same requests with a thousand and with a million messages stored, in turn, and a start with the million. */
export async function growth(): Promise<void> {
  const worlds = await Promise.all(SIZES.map(worldOf));
  const times = new Map<string, number[]>();
  const keyOf = (name: string, { count }: World): string => `${name} ${count}`;
  for (let round = 0; round < ROUNDS; round++)
    for (const [name, ask] of Object.entries(questions))
      for (const world of worlds) {
        const some = await timed(EACH_ROUND, (i) => ask(world, i));
        if (round > 1) times.set(keyOf(name, world), [...(times.get(keyOf(name, world)) ?? []), ...some]);
      }
  const [small, large] = worlds;
  if (!small || !large) return;
  for (const name of Object.keys(questions))
    report(`${name}, of 1,000,000, p50`, percentile(times.get(keyOf(name, large)) ?? [], 0.5), 'ms', {
      name: 'of 1,000',
      value: percentile(times.get(keyOf(name, small)) ?? [], 0.5),
    });
  for (const { socket } of worlds) socket.disconnect();
  report('start until ready, 1,000,000 stored', await large.server.restart(), 'ms', {
    name: '1,000 stored',
    value: await small.server.restart(),
  });
  for (const { server } of worlds) await server[Symbol.asyncDispose]();
}
