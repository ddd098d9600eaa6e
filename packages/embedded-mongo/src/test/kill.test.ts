import { spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { MongoClient, MongoServerError, type Collection } from 'mongodb';
import { expect, it } from 'vitest';
import { uriOf } from '../start.ts';

const rounds = Number(process.env['KILL_ROUNDS'] ?? 100);
const built = join(import.meta.dirname, '../../dist/process.js');

async function start(folder: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [built, folder, join(folder, 'db.sock')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout as NodeJS.ReadableStream, 'data');
  return child;
}

/** Writers insert and change until the server is killed; acknowledged writes are added to `answered`. */
async function writeUntilDead(
  collection: Collection,
  round: number,
  answered: Map<string, number>,
  onAnswer: () => void,
): Promise<void> {
  const writer = async (w: number): Promise<void> => {
    for (let i = 0; ; i++) {
      const key = `${round}-${w}-${i}`;
      await collection.insertOne({ key, versions: [0], version: 0 });
      answered.set(key, 0);
      onAnswer();
      if (i % 2 === 0) {
        await collection.updateOne({ key }, { $set: { version: 1 }, $push: { versions: 1 } as never });
        answered.set(key, 1);
      }
    }
  };
  await Promise.allSettled([0, 1, 2, 3].map(writer));
}

it(
  `loses no answered write and keeps its indexes in ${rounds} rounds of kill -9 in mid-write`,
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-kill-'));
    const answered = new Map<string, number>();
    for (let round = 0; round < rounds; round++) {
      const child = await start(folder);
      const client = new MongoClient(uriOf(join(folder, 'db.sock'), ''), {
        serverSelectionTimeoutMS: 200,
        heartbeatFrequencyMS: 500,
      });
      const collection = client.db('kill').collection('writes');
      if (round === 0)
        await collection.createIndexes([
          { key: { key: 1 }, unique: true },
          { key: { key: 1, versions: 1 }, unique: true },
        ]);
      // After a varying number of acknowledgements, so that other writes are pending each time.
      let left = 2 + ((round * 37) % 90);
      const events = new EventEmitter();
      const enough = once(events, 'enough');
      const writing = writeUntilDead(collection, round, answered, () => {
        if (--left === 0) events.emit('enough');
      });
      await enough;
      await setTimeout(round % 5);
      child.kill('SIGKILL');
      await Promise.all([writing, once(child, 'exit')]);
      await client.close();
    }
    const child = await start(folder);
    await using client = new MongoClient(uriOf(join(folder, 'db.sock'), ''));
    const collection = client.db('kill').collection('writes');
    const stored = new Map<string, number>();
    for await (const doc of collection.find({}).hint({ $natural: 1 }))
      stored.set(String(doc['key']), Number(doc['version']));
    const lost = [...answered].filter(([key, version]) => (stored.get(key) ?? -1) < version);
    expect(lost).toEqual([]);
    expect(answered.size).toBeGreaterThan(rounds);
    const byIndex = await collection.find({}).hint({ key: 1 }).toArray();
    expect(byIndex.length).toBe(stored.size);
    expect(await collection.estimatedDocumentCount()).toBe(stored.size);
    for (const key of [...stored.keys()].filter((_, i) => i % 97 === 0)) {
      const error: unknown = await collection.insertOne({ key }).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(MongoServerError);
      expect(error).toMatchObject({ code: 11000 });
    }
    console.log(`kill -9: ${rounds} rounds, ${answered.size} answered inserts, 0 lost`);
    child.kill('SIGTERM');
    await once(child, 'exit');
    await rm(folder, { recursive: true, force: true });
  },
  120_000 + rounds * 2000,
);
