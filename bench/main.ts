import { randomUUID } from 'node:crypto';
import type { RoomView } from '@parley/shared/rooms';
import { MongoClient, ObjectId } from 'mongodb';
import mongoose from 'mongoose';
import type { Socket } from 'socket.io-client';
import { join } from 'node:path';
import { deliveriesPerSecond, flushesPerSecond } from './baselines.ts';
import { page } from './page.ts';
import { search } from './search.ts';
import { BenchServer, percentile, report, storedMessage, timed } from './world.ts';

/** `npm run bench [word]`: each figure beside a baseline of the same run. A word runs only the parts that contain it. */
const only = process.argv[2] ?? '';
const text =
  'The deploy went out at 08:50 and the error rate is flat. Shout if you disagree, notes are in the doc. '
    .repeat(2)
    .slice(0, 185);
const wanted = (name: string): boolean => name.includes(only);

async function generalRoom(server: BenchServer, token: string): Promise<string> {
  const { rooms } = (await server.request('/rooms', { token })) as { rooms: { room: RoomView }[] };
  return rooms[0]?.room.roomId ?? '';
}

const send = (socket: Socket, roomId: string): Promise<unknown> =>
  socket.timeout(30_000).emitWithAck('message:send', { roomId, clientId: randomUUID(), text });

/** Sends `total` messages, `inFlight` at a time on each socket; messages per second, every one acknowledged durable. */
async function sendRate(sockets: Socket[], roomOf: (i: number) => string, total: number): Promise<number> {
  let next = 0;
  const began = performance.now();
  await Promise.all(
    sockets.flatMap((socket) =>
      Array.from({ length: 8 }, async () => {
        for (let i = next++; i < total; i = next++) await send(socket, roomOf(i));
      }),
    ),
  );
  return total / ((performance.now() - began) / 1000);
}

async function sends(): Promise<void> {
  await using server = await BenchServer.start();
  const token = await server.register('alice');
  const roomId = await generalRoom(server, token);
  const rooms = await Promise.all(
    Array.from(
      { length: 100 },
      async (_, i) =>
        (
          (await server.request('/rooms', {
            method: 'POST',
            token,
            body: { type: 'private', name: `r${i}`, memberIds: [] },
          })) as RoomView
        ).roomId,
    ),
  );
  const sockets = await Promise.all(Array.from({ length: 8 }, () => server.connect(token)));
  const flushes = flushesPerSecond(server.folder);
  await sendRate(sockets, () => roomId, 2000);
  report('sends into one room, durable, end to end', await sendRate(sockets, () => roomId, 8000), '/s', {
    name: 'flushes',
    value: flushes,
  });
  report(
    'sends into 100 rooms, durable, end to end',
    await sendRate(sockets, (i) => rooms[i % 100] ?? '', 8000),
    '/s',
    { name: 'flushes', value: flushes },
  );
  const quiet = await timed(300, () => send(sockets[0] as Socket, roomId));
  const connection = await mongoose
    .createConnection(
      `mongodb://${encodeURIComponent(join(server.folder, 'db/db.sock'))}/bench?directConnection=true`,
    )
    .asPromise();
  const model = connection.model('Bare', new mongoose.Schema({ text: String }));
  await timed(50, () => model.create({ text }));
  const bare = await timed(300, () => model.create({ text }));
  report('send → acknowledged when quiet, p50', percentile(quiet, 0.5), 'ms', {
    name: 'a bare Mongoose insert',
    value: percentile(bare, 0.5),
  });
  report('send → acknowledged when quiet, p95', percentile(quiet, 0.95), 'ms', {
    name: 'a bare Mongoose insert',
    value: percentile(bare, 0.95),
  });
  await connection.close();
  for (const socket of sockets) socket.disconnect();
}

async function fanOut(people: number): Promise<void> {
  const messages = Math.round(100_000 / people);
  const ws = await deliveriesPerSecond('ws', people, messages);
  const plain = await deliveriesPerSecond('socket.io', people, messages);
  await using server = await BenchServer.start();
  const token = await server.register('alice');
  const roomId = await generalRoom(server, token);
  const sockets = await Promise.all(Array.from({ length: people }, () => server.connect(token)));
  let count = 0;
  let done: () => void = () => undefined;
  const all = new Promise<void>((resolve) => (done = resolve));
  for (const socket of sockets)
    socket.on(
      'message:changed',
      (event: { messages: unknown[] }) => (count += event.messages.length) >= people * messages && done(),
    );
  const began = performance.now();
  const sender = await server.connect(token);
  await sendRate([sender], () => roomId, messages);
  await all;
  const rate = (people * messages) / ((performance.now() - began) / 1000);
  report(`fan-out, ${people} people, persisted, deliveries`, rate, '/s', { name: 'bare ws', value: ws });
  report(`fan-out, ${people} people, persisted, deliveries`, rate, '/s', {
    name: 'plain socket.io',
    value: plain,
  });
  for (const socket of [...sockets, sender]) socket.disconnect();
}

async function history(): Promise<void> {
  await using server = await BenchServer.start();
  const token = await server.register('alice');
  await using mongo = new MongoClient(
    `mongodb://${encodeURIComponent(join(server.folder, 'db/db.sock'))}/?directConnection=true`,
  );
  const pages = async (count: number): Promise<number> => {
    const { roomId } = (await server.request('/rooms', {
      method: 'POST',
      token,
      body: { type: 'private', name: `h${count}`, memberIds: [] },
    })) as RoomView;
    const author = new ObjectId();
    for (let from = 1; from <= count; from += 5000)
      await mongo
        .db('parley')
        .collection('messages')
        .insertMany(
          Array.from({ length: Math.min(5000, count - from + 1) }, (_, i) =>
            storedMessage({ roomId, authorId: author, seq: from + i, createdAt: new Date(), text }),
          ),
        );
    const read = (i: number): Promise<unknown> =>
      server.request(
        `/rooms/${roomId}/messages?before=${Math.max(60, Math.floor((count * (i % 10)) / 10))}`,
        { token },
      );
    await timed(20, read);
    return percentile(await timed(200, read), 0.5);
  };
  const small = await pages(1000);
  report('history page of 50 over REST, 1,000 messages, p50', small, 'ms');
  report('history page of 50 over REST, 1,000,000, p50', await pages(1_000_000), 'ms', {
    name: 'with 1,000',
    value: small,
  });
}

async function idle(): Promise<void> {
  await using server = await BenchServer.start();
  const token = await server.register('alice');
  report('start-up until it listens', server.startedInMs, 'ms');
  const warm = await Promise.all(Array.from({ length: 50 }, () => server.connect(token)));
  const before = server.residentBytes();
  const people = 1000;
  const began = performance.now();
  const sockets: Socket[] = [];
  for (let i = 0; i < people; i += 50)
    sockets.push(...(await Promise.all(Array.from({ length: 50 }, () => server.connect(token)))));
  report('connections with authentication', people / ((performance.now() - began) / 1000), '/s');
  await new Promise((resolve) => setTimeout(resolve, 3000));
  report('memory per idle connection', (server.residentBytes() - before) / people / 1024, 'KB');
  for (const socket of [...warm, ...sockets]) socket.disconnect();
}

process.stdout.write(`Node ${process.version}, ${new Date().toISOString().slice(0, 10)}\n`);
if (wanted('sends')) await sends();
if (wanted('fan-out')) {
  await fanOut(100);
  await fanOut(500);
}
if (wanted('history')) await history();
if (wanted('search')) await search();
if (wanted('page')) await page();
if (wanted('idle')) await idle();
process.exit(0);
