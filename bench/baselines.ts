import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { Server } from 'socket.io';
import WebSocket, { WebSocketServer } from 'ws';
import { RawClient } from './rawClient.ts';
import { residentBytes } from './resident.ts';

/** A message in the baselines: about the size of a message view. */
const VIEW = { messageId: 'm', text: 'x'.repeat(370) };
/** A message view without its text of 185 bytes. */
const BESIDE_TEXT = 'x'.repeat(390);

/** Flushes per second of this disk: 4 KiB written and flushed, one after the other. */
export function flushesPerSecond(folder = tmpdir()): number {
  const path = join(folder, `flush-${process.pid}`);
  const file = openSync(path, 'w');
  const page = Buffer.alloc(4096);
  const began = performance.now();
  const rounds = 300;
  for (let i = 0; i < rounds; i++) {
    writeSync(file, page);
    fdatasyncSync(file);
  }
  const seconds = (performance.now() - began) / 1000;
  closeSync(file);
  rmSync(path);
  return rounds / seconds;
}

interface Order {
  /** How many messages to send at once, as fast as possible. */
  count: number;
}

/** A Mongoose model of nothing but a text. */
export async function bareModel(uri: string) {
  const connection = await mongoose.createConnection(uri).asPromise();
  return { connection, model: connection.model('Bare', new mongoose.Schema({ text: String })) };
}

/**
 * The forked process of a baseline: it broadcasts on command, or the messages of its clients.
 * @param uri the database that stores messages before they are broadcast; none without it
 */
async function serve(kind: string, uri?: string): Promise<void> {
  const http = createServer();
  const stored = uri === undefined ? undefined : (await bareModel(uri)).model;
  let send: () => void;
  if (kind === 'ws') {
    const server = new WebSocketServer({ server: http });
    const payload = JSON.stringify(VIEW);
    send = () => {
      for (const client of server.clients) client.send(payload);
    };
  } else {
    const server = new Server(http, { transports: ['websocket'], serveClient: false });
    server.on('connection', (socket) => {
      void socket.join('room');
      const say = async (text: string, answer: (ack: object) => void): Promise<void> => {
        await stored?.create({ text });
        server.to('room').emit('message', { ...VIEW, text, beside: BESIDE_TEXT });
        answer({ ok: true });
      };
      socket.on('message:send', ({ text }: { text: string }, answer: (ack: object) => void) => {
        void say(text, answer);
      });
    });
    send = () => void server.to('room').emit('message', VIEW);
  }
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const address = http.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : 0 });
  process.on('message', ({ count }: Order) => {
    let left = count;
    const some = (): void => {
      for (let i = 0; i < 10 && left > 0; i++, left--) send();
      if (left > 0) setImmediate(some);
    };
    some();
  });
}

/** A server without authentication that stores nothing unless given a database; in a process of its own. */
export class Baseline {
  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
  ) {}

  /** @param uri a database for its messages */
  static async start(kind: 'ws' | 'socket.io', uri?: string): Promise<Baseline> {
    const child = fork(import.meta.filename, ['serve', kind, ...(uri === undefined ? [] : [uri])], {
      execArgv: ['--conditions=parley-source', '--import', 'tsx'],
    });
    const [{ port }] = (await once(child, 'message')) as [{ port: number }];
    return new Baseline(child, port);
  }

  say(count: number): void {
    this.child.send({ count } satisfies Order);
  }

  residentBytes(): number {
    return residentBytes(this.child.pid ?? 0);
  }

  [Symbol.dispose](): void {
    this.child.kill();
  }
}

async function openWs(port: number, received: () => void): Promise<{ close: () => void }> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
  socket.on('message', received);
  await once(socket, 'open');
  return socket;
}

async function openSocketIo(port: number, received: () => void): Promise<{ close: () => void }> {
  const client = await RawClient.open(port, '');
  client.onMessages = received;
  return client;
}

/** Deliveries per second of a server that only sends: bare `ws`, or plain socket.io. */
export async function deliveriesPerSecond(
  kind: 'ws' | 'socket.io',
  people: number,
  messages: number,
): Promise<number> {
  using server = await Baseline.start(kind);
  let count = 0;
  let done: () => void = () => undefined;
  const all = new Promise<void>((resolve) => (done = resolve));
  const received = (): void => void (++count === people * messages && done());
  const open = kind === 'ws' ? openWs : openSocketIo;
  const clients = await Promise.all(Array.from({ length: people }, () => open(server.port, received)));
  const began = performance.now();
  server.say(messages);
  await all;
  const rate = (people * messages) / ((performance.now() - began) / 1000);
  for (const client of clients) client.close();
  return rate;
}

if (process.argv[2] === 'serve') await serve(process.argv[3] ?? 'ws', process.argv[4]);
