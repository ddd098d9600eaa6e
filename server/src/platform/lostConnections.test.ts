import { once } from 'node:events';
import type { Socket } from 'node:net';
import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { expect, inject, it } from 'vitest';
import { connectDatabase } from './database.js';

/** The driver's internals: the moment in which it loses a command cannot be reached from outside. */
interface Inside {
  topology: { s: { servers: Map<string, { pool: { checkedOut: Set<{ socket: Socket }> } }> } };
}

/** A separate database. With a replica set the driver would retry a lost write by itself. */
const ownDatabase = (): string => {
  const uri = new URL(inject('mongoUri'));
  uri.pathname = `/${randomUUID()}`;
  uri.searchParams.set('retryWrites', 'false');
  return uri.href;
};

it.each([0, 1, 2, 3])(
  'a command whose connection breaks as it is written fails, and the next one goes on (%i turns later)',
  async (turns) => {
    const connection = await connectDatabase(ownDatabase());
    await using _closing = { [Symbol.asyncDispose]: () => connection.close() };
    const client = connection.getClient();
    await connection.db?.command({ ping: 1 });
    client.once('commandStarted', () => {
      const [server] = (client as unknown as Inside).topology.s.servers.values();
      const [inUse] = server?.pool.checkedOut ?? [];
      const breakIn = (left: number): void =>
        left > 0 ? queueMicrotask(() => breakIn(left - 1)) : void inUse?.socket.destroy();
      breakIn(turns);
    });
    const collection = connection.collection('lost');
    await expect(collection.insertOne({ n: 1 })).rejects.toThrow(mongoose.mongo.MongoNetworkError);
    await collection.insertOne({ n: 2 });
    expect(await collection.countDocuments({ n: 2 })).toBe(1);
  },
);

it('whoever closes the connection in between leaves no listener behind', async () => {
  const connection = await connectDatabase(ownDatabase());
  await using _closing = { [Symbol.asyncDispose]: () => connection.close() };
  const client = connection.getClient();
  const started = once(client, 'commandStarted');
  const [server] = (client as unknown as Inside).topology.s.servers.values();
  const requested = connection.db?.command({ ping: 1 });
  await started;
  const [inUse] = server?.pool.checkedOut ?? [];
  await requested;
  for (let i = 0; i < 20; i++) await connection.db?.command({ ping: 1 });
  expect((inUse as unknown as NodeJS.EventEmitter).listenerCount('close')).toBeLessThan(5);
});
