import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server } from 'socket.io';
import { io } from 'socket.io-client';
import WebSocket, { WebSocketServer } from 'ws';

/** Bytes of a message in the fan-out baselines: about what a message view takes. */
const PAYLOAD = 'x'.repeat(400);

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

/** What the forked process serves: it sends `count` messages to all once they are there, when asked. */
async function serve(kind: string): Promise<void> {
  const http = createServer();
  let send: () => void = () => undefined;
  if (kind === 'ws') {
    const server = new WebSocketServer({ server: http });
    send = () => {
      for (const client of server.clients) client.send(PAYLOAD);
    };
  } else {
    const server = new Server(http, { transports: ['websocket'] });
    server.on('connection', (socket) => void socket.join('room'));
    send = () => void server.to('room').emit('message', PAYLOAD);
  }
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const address = http.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : 0 });
  process.on('message', (count: number) => {
    let left = count;
    const some = (): void => {
      for (let i = 0; i < 10 && left > 0; i++, left--) send();
      if (left > 0) setImmediate(some);
    };
    some();
  });
}

async function connectTo(kind: string, port: number, heard: () => void): Promise<() => void> {
  if (kind === 'ws') {
    const socket = new WebSocket(`ws://127.0.0.1:${port}`);
    socket.on('message', heard);
    await once(socket, 'open');
    return () => socket.close();
  }
  const socket = io(`http://127.0.0.1:${port}`, { transports: ['websocket'], forceNew: true });
  socket.on('message', heard);
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  return () => void socket.disconnect();
}

/** Deliveries per second of a server that does nothing but send: bare `ws`, or plain socket.io. */
export async function deliveriesPerSecond(
  kind: 'ws' | 'socket.io',
  people: number,
  messages: number,
): Promise<number> {
  const child: ChildProcess = fork(import.meta.filename, ['serve', kind], {
    execArgv: ['--conditions=parley-source', '--import', 'tsx'],
  });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  let count = 0;
  let done: () => void = () => undefined;
  const all = new Promise<void>((resolve) => (done = resolve));
  const closers = await Promise.all(
    Array.from({ length: people }, () =>
      connectTo(kind, port, () => ++count === people * messages && done()),
    ),
  );
  const began = performance.now();
  child.send(messages);
  await all;
  const rate = (people * messages) / ((performance.now() - began) / 1000);
  for (const close of closers) close();
  child.kill();
  return rate;
}

if (process.argv[2] === 'serve') await serve(process.argv[3] ?? 'ws');
