import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import type { Socket } from './socket.js';
import { startServer } from '../test/startServer.js';

const require = createRequire(import.meta.url);
const requireOfMongoose = createRequire(require.resolve('mongoose'));
const requireOfEngine = createRequire(require.resolve('engine.io'));

const versionIn = (from: NodeJS.Require, name: string): string => {
  const folder = from.resolve.paths(name)?.map((path) => `${path}/${name}/package.json`) ?? [];
  for (const path of folder) {
    try {
      return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
    } catch {
      // Not in this folder: the next one up.
    }
  }
  throw new Error(`${name} is not installed`);
};

/**
 * Undocumented parts of these libraries are used. A new version may change them without notice: read the parts named here in
 * the new version, run these tests, and update the version.
 */
const read = [
  { name: 'socket.io', at: '4.8.4', from: require, by: 'socket.ts: Socket.conn.request is dropped' },
  {
    name: 'engine.io',
    at: '6.6.11',
    from: require,
    by: 'frames.ts: Socket.write, writeBuffer, transport.writable, wsPreEncodedFrame, the order of packets',
  },
  { name: 'ws', at: '8.21.3', from: requireOfEngine, by: 'frames.ts: WebSocket._sender.sendFrame, _socket' },
  {
    name: 'mongodb',
    at: '7.8.0',
    from: requireOfMongoose,
    by: 'lostConnections.ts: Connection.prototype.writeCommand waits for drain of a destroyed socket',
  },
];

it.each(read)('$name is the version that was read: $by', ({ name, at, from }) => {
  expect(versionIn(from, name)).toBe(at);
});

it('what is used of Socket.IO, Engine.IO and ws is where it was', async () => {
  await using server = await startServer();
  const { alice } = await server.cast();
  await alice.connect();
  const [socket] = [...server.app.io.sockets.sockets.values()] as Socket[];
  const connection = socket?.conn as unknown as {
    write: unknown;
    writeBuffer: unknown;
    transport: {
      writable: unknown;
      socket: { _sender: { sendFrame: unknown }; _socket: unknown; bufferedAmount: unknown };
    };
  };
  expect(connection).toHaveProperty('request', undefined);
  expect(connection.write).toBeTypeOf('function');
  expect(connection.writeBuffer).toBeInstanceOf(Array);
  expect(connection.transport.writable).toBeTypeOf('boolean');
  expect(connection.transport.socket._sender.sendFrame).toBeTypeOf('function');
  expect(connection.transport.socket.bufferedAmount).toBeTypeOf('number');
  expect(connection.transport.socket._socket).toBeDefined();
});

it('what is used of the driver is where it was', () => {
  const { Connection } = requireOfMongoose('mongodb/lib/cmap/connection') as {
    Connection: { prototype: { writeCommand: unknown } };
  };
  expect(Connection.prototype.writeCommand).toBeTypeOf('function');
});
