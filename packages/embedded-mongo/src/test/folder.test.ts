import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FolderInUse, startDatabase, type RunningDatabase } from '../server.ts';
import { failure } from './failure.ts';
import { startEmbeddedMongo, uriOf } from '../start.ts';

let data: string;
let database: RunningDatabase;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'parley-folder-'));
  database = await startDatabase({ folder: data, socketPath: join(data, 'db.sock') });
});
afterAll(async () => {
  await database.close();
  await rm(data, { recursive: true, force: true });
});

describe('on loopback TCP', () => {
  it('serves who knows the generated credentials, and nobody else', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-tcp-'));
    const running = await startEmbeddedMongo({ folder, database: 'x', tcp: true, onCrash: () => undefined });
    await using known = new MongoClient(running.uri);
    await known.db().collection('c').insertOne({ a: 1 });
    expect(await known.db().collection('c').countDocuments()).toBe(1);
    for (const wrong of [
      running.uri.replace(/:[0-9a-f]{48}@/, ':guessed@'),
      running.uri.replace('parley:', 'root:'),
    ]) {
      await using stranger = new MongoClient(wrong);
      await expect(stranger.db().collection('c').findOne()).rejects.toMatchObject({ code: 18 });
    }
    await using nobody = new MongoClient(running.uri.replace(/\/\/.*@/, '//').replace(/&auth.*/, ''));
    await expect(nobody.db('x').collection('c').findOne()).rejects.toMatchObject({ code: 13 });
    await known.close();
    await running.close();
    await rm(folder, { recursive: true, force: true });
  });
});

describe('the folder', () => {
  it('is private, and refuses a second server in plain words', async () => {
    expect((await stat(join(data, 'db.sock'))).mode & 0o077).toBe(0);
    await expect(startDatabase({ folder: data, socketPath: join(data, 'db.sock') })).rejects.toThrow(
      FolderInUse,
    );
    await expect(startDatabase({ folder: data, socketPath: join(data, 'db.sock') })).rejects.toThrow(
      /already running/,
    );
  });

  it('says so when the file is damaged, and does not touch it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-damaged-'));
    await writeFile(join(folder, 'parley.mdb'), Buffer.alloc(65_536, 7));
    await expect(startDatabase({ folder, socketPath: join(folder, 'db.sock') })).rejects.toThrow(
      /cannot be opened.*backup/s,
    );
    await rm(folder, { recursive: true, force: true });
  });

  it('opens again what it closed, and refuses a file that was cut off', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-cut-'));
    const options = { folder, socketPath: join(folder, 'db.sock') };
    for (const round of [1, 2]) {
      const running = await startDatabase(options);
      await using other = new MongoClient(uriOf(options.socketPath, ''));
      await other.db('cut').collection('c').insertOne({ round });
      expect(await other.db('cut').collection('c').countDocuments()).toBe(round);
      await other.close();
      await running.close();
    }
    await truncate(join(folder, 'parley.mdb'), 12_288);
    await expect(startDatabase(options)).rejects.toThrow(/cut off/);
    await rm(folder, { recursive: true, force: true });
  });

  it('says so when the disk is full, stores nothing of that write, and works again when there is room', async ({
    skip,
  }) => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-full-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', folder], { stdio: 'ignore' });
    } catch {
      await rm(folder, { recursive: true, force: true });
      return skip('a small file system can be mounted by root only');
    }
    const options = { folder, socketPath: join(folder, 'db.sock') };
    const running = await startDatabase(options);
    const other = new MongoClient(uriOf(options.socketPath, ''));
    try {
      const c = other.db('full').collection('c');
      let stored = 0;
      const error = await failure(
        (async () => {
          for (;;) {
            await c.insertOne({ i: stored, text: 'x'.repeat(5000) });
            stored += 1;
          }
        })(),
      );
      // Before LMDB reaches the end of the disk, which may crash it.
      expect(error.message).toMatch(/The disk is full or cannot be written.*are kept free/);
      expect([await c.countDocuments(), await c.estimatedDocumentCount()]).toEqual([stored, stored]);
      execFileSync('mount', ['-o', 'remount,size=16m', folder], { stdio: 'ignore' });
      await c.insertOne({ i: -1, text: 'there is room again' });
      expect(await c.countDocuments()).toBe(stored + 1);
    } finally {
      await other.close();
      await running.close();
      execFileSync('umount', [folder], { stdio: 'ignore' });
      await rm(folder, { recursive: true, force: true });
    }
  });
});
