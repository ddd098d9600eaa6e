import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { io as connect, type Socket } from 'socket.io-client';
import { expect, it } from 'vitest';
import { shortenFrames, waitingBytes } from './frames.js';

interface Published {
  published: (n: number) => void;
}

/** A Socket.IO server whose sockets are all in one room. */
async function startSockets() {
  const http = createServer();
  const io = new Server<Published, Published>(http);
  shortenFrames(io);
  io.on('connection', (socket) => void socket.join('room'));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  return { io, url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: () => io.close() };
}

/** A client and what it receives; `all` resolves when it has received `count`. */
async function listen(url: string, transports: string[]) {
  const socket: Socket<Published> = connect(url, { transports, forceNew: true });
  const received: number[] = [];
  const all = (count: number): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => void (received.length >= count && resolve());
      socket.on('published', look);
      look();
    });
  socket.on('published', (n) => received.push(n));
  await once(socket as never, 'connect');
  return { socket, received, all, [Symbol.dispose]: () => void socket.close() };
}

it.each([[['websocket']], [['polling']], [['polling', 'websocket']]])(
  'what is told to all and to one alone is heard once and in the order in which it was told (%j)',
  async (transports) => {
    await using server = await startSockets();
    using client = await listen(server.url, transports);
    const [socket] = server.io.sockets.sockets.values();
    const numbers = Array.from({ length: 1000 }, (_, n) => n);
    for (const n of numbers) {
      if (n % 3 === 0) socket?.emit('published', n);
      else server.io.to('room').emit('published', n);
      // Some of them in one turn; the others find the connection in whatever state it is, also between two transports.
      if (n % 7 === 0) await new Promise(setImmediate);
    }
    await client.all(numbers.length);
    expect(client.received).toEqual(numbers);
  },
);

it('what all hear goes past the queue of each connection, and counts as waiting until it is read', async () => {
  await using server = await startSockets();
  using client = await listen(server.url, ['websocket']);
  let flushes = 0;
  server.io.engine.on('flush', () => (flushes += 1));
  server.io.to('room').emit('published', 1);
  await client.all(1);
  expect(flushes).toBe(0);
  const [socket] = server.io.sockets.sockets.values();
  const large = 'x'.repeat(1024 * 1024) as never;
  for (let i = 0; i < 32; i++) server.io.to('room').emit('published', large);
  expect(waitingBytes(socket?.conn)).toBeGreaterThan(16 * 1024 * 1024);
  await client.all(33);
  await expect.poll(() => waitingBytes(socket?.conn)).toBe(0);
});
