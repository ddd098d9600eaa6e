import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose, { type Connection } from 'mongoose';
import { describe, expect, it } from 'vitest';
import { startEmbeddedMongo, type EmbeddedDatabase } from '../start.js';

interface Opened {
  database: EmbeddedDatabase;
  connection: Connection;
  close(): Promise<void>;
}

async function openFolder(folder: string): Promise<Opened> {
  const database = await startEmbeddedMongo({
    folder,
    database: 'test',
    onCrash: (error) => {
      throw error;
    },
  });
  const connection = await mongoose.createConnection(database.uri).asPromise();
  return {
    database,
    connection,
    close: async () => {
      await connection.close();
      await database.close();
    },
  };
}

/** Names of the database's files that contain these bytes. */
const filesWith = (folder: string, word: string): string[] =>
  readdirSync(join(folder, 'db')).filter(
    (name) => !name.endsWith('.sock') && readFileSync(join(folder, 'db', name)).includes(word),
  );

describe('the file written anew', () => {
  it('leaves nothing of what was removed in the file, and loses nothing that is written meanwhile', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-compact-'));
    let opened = await openFolder(folder);
    const things = () => opened.connection.collection<{ _id: number; text: string; n: number }>('things');
    await things().createIndex({ text: 1 });
    const many = Array.from({ length: 6000 }, (_, i) => ({
      _id: i,
      text: i % 7 === 0 ? `canary${i}` : `thing ${i} ${'x'.repeat(i % 90)}`,
      n: 0,
    }));
    await things().insertMany(many);
    await things().insertOne({ _id: 10_000, text: `canary ${'long '.repeat(20_000)}`, n: 0 });
    await things().deleteMany({ text: { $regex: /^canary/ } });
    // A freed page still has its data.
    expect(filesWith(folder, 'canary')).toEqual(['parley.mdb']);
    const left = await things().countDocuments({});
    const stop = new AbortController();
    const writing = (async () => {
      for (let i = 0; !stop.signal.aborted; i++) {
        await things().insertOne({ _id: 20_000 + i, text: `meanwhile ${i}`, n: 0 });
        await things().updateOne({ _id: 1 + (i % 6) }, { $inc: { n: 1 } });
        await things().deleteOne({ _id: 5999 - i * 2 });
      }
    })();
    const [first, second] = await Promise.all([
      opened.connection.db?.command({ renewFile: 1 }),
      opened.connection.db?.command({ renewFile: 1 }),
    ]).finally(() => stop.abort());
    await writing;
    expect([first, second]).toMatchObject([{ ok: 1 }, { ok: 1 }]);
    expect(filesWith(folder, 'canary')).toEqual([]);
    const read = () => things().find({}).sort({ _id: 1 }).toArray();
    const stored = await read();
    const meanwhile = stored.filter(({ text }) => text.startsWith('meanwhile'));
    expect(meanwhile.length).toBeGreaterThan(0);
    expect(meanwhile.map(({ _id }) => _id)).toEqual(meanwhile.map((_, i) => 20_000 + i));
    expect(stored.slice(0, 6).reduce((sum, { n }) => sum + n, 0)).toBeGreaterThanOrEqual(
      meanwhile.length - 1,
    );
    expect(await things().countDocuments({})).toBe(stored.length);
    expect(stored.length).toBeLessThanOrEqual(left + meanwhile.length);
    await things().insertOne({ _id: 50_000, text: 'afterwards', n: 0 });
    const all = await read();
    await opened.close();
    // What a crash in the middle has left is removed.
    writeFileSync(join(folder, 'db', 'parley.mdb.fresh'), 'canary');
    opened = await openFolder(folder);
    expect(filesWith(folder, 'canary')).toEqual([]);
    expect(await read()).toEqual(all);
    expect(await things().findOne({ text: 'afterwards' })).toMatchObject({ _id: 50_000 });
    await opened.close();
    rmSync(folder, { recursive: true, force: true });
  });
});
