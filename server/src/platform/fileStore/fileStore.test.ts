import { spawn } from 'node:child_process';
import type { Server } from 'node:http';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import mongoose, { type Connection } from 'mongoose';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { FileStore } from './fileStore.js';
import { openFolderStore } from './folderStore.js';
import { openGridfsStore } from './gridfsStore.js';
import { makeHalf } from './halves.js';
import { nameWriting } from './writers.js';
import { standInForS3 } from '../../test/standInForS3.js';
import { createS3Store } from './s3Store.js';

async function textOf(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

let folder: string;
let connection: Connection;
let s3: Server;
const stores: Record<string, () => FileStore | Promise<FileStore>> = {
  'a folder': () => openFolderStore(join(folder, 'files')),
  GridFS: () => openGridfsStore(connection),
  S3: () =>
    createS3Store({
      bucket: 'bucket',
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${(s3.address() as AddressInfo).port}`,
      credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    }),
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-store-'));
  connection = await mongoose
    .createConnection(inject('mongoUri').replace(/\/[^/?]*(\?|$)/, `/files${process.pid}$1`))
    .asPromise();
  s3 = standInForS3().listen(0, '127.0.0.1');
  await once(s3, 'listening');
});
afterAll(async () => {
  await connection.dropDatabase();
  await connection.close();
  s3.close();
  await rm(folder, { recursive: true, force: true });
});

describe.each(Object.keys(stores))('files in %s', (name) => {
  let opened: FileStore;
  beforeAll(async () => {
    opened = (await stores[name]?.()) as FileStore;
  });
  const store = (): FileStore => opened;
  const local = async (content: string): Promise<string> => {
    const path = join(folder, 'local');
    await writeFile(path, content);
    return path;
  };

  it('are stored, read whole and in parts, replaced and removed', async () => {
    // Longer than GridFS' chunk of 255 KB, so that ranges cross chunks.
    const content = 'abcdefghij'.repeat(60_000);
    await store().put('0123456789abcdef', await local(content), 'text/plain');
    expect((await textOf(await store().read('0123456789abcdef'))) === content).toBe(true);
    const part = await textOf(await store().read('0123456789abcdef', { start: 261_115, end: 261_134 }));
    expect(part).toBe(content.slice(261_115, 261_135));
    await store().put('0123456789abcdef', await local('shorter'), 'text/plain');
    expect(await textOf(await store().read('0123456789abcdef'))).toBe('shorter');
    await store().remove('0123456789abcdef');
    await store().remove('0123456789abcdef');
    await expect(store().read('0123456789abcdef')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('are not confused with their thumbnails', async () => {
    await store().put('aa', await local('picture'), 'image/png');
    await store().put('aa-thumbnail', await local('small'), 'image/webp');
    await store().remove('aa');
    expect(await textOf(await store().read('aa-thumbnail'))).toBe('small');
  });

  it('leave nothing under the key when the local file cannot be read', async () => {
    await expect(store().put('bb', join(folder, 'not there'), 'text/plain')).rejects.toThrow();
    await expect(store().read('bb')).rejects.toMatchObject({ code: 'not_found' });
  });
});

it('what a killed process had half copied into a folder is removed when the folder is opened next, and nothing else', async () => {
  const path = join(folder, 'killed');
  const ended = spawn(process.execPath, ['-e', '0']);
  await once(ended, 'exit');
  const running = await makeHalf(path);
  const killed = running.replace(`~${process.pid}~`, `~${ended.pid}~`);
  const ofAnotherHost = killed.replace(/[^/]*~(\d+~)/, 'elsewhere~$1');
  const old = `${ofAnotherHost}0`;
  for (const half of [running, killed, ofAnotherHost, old]) await writeFile(half, 'half');
  const dayBefore = new Date(Date.now() - 25 * 60 * 60 * 1000);
  await utimes(old, dayBefore, dayBefore);
  const store = await openFolderStore(path);
  expect((await readdir(dirname(running))).sort()).toEqual(
    [basename(running), basename(ofAnotherHost)].sort(),
  );
  const local = join(folder, 'local');
  await writeFile(local, 'whole');
  await store.put('cc', local, 'text/plain');
  expect(await textOf(await store.read('cc'))).toBe('whole');
});

it('what a killed process had half written into GridFS is removed when it is opened next, and nothing else', async () => {
  const db = connection.db as mongoose.mongo.Db;
  const store = await openGridfsStore(connection);
  const local = join(folder, 'local');
  await writeFile(local, 'whole');
  await store.put('dd', local, 'text/plain');
  await expect(store.put('ee', folder, 'text/plain')).rejects.toThrow();
  const chunks = (): Promise<number> => db.collection('uploads.chunks').countDocuments();
  const halves = db.collection<{ _id: string }>('uploads.halves');
  expect(await halves.countDocuments()).toBe(0);
  const whole = await chunks();

  const ended = spawn(process.execPath, ['-e', '0']);
  await once(ended, 'exit');
  const running = nameWriting();
  const killed = running.replace(`~${process.pid}~`, `~${ended.pid}~`);
  for (const _id of [running, killed]) {
    const fileId = new mongoose.mongo.ObjectId();
    await db.collection('uploads.chunks').insertOne({ files_id: fileId, n: 0, data: Buffer.from('half') });
    await halves.insertOne({ _id, fileId, begunAt: new Date() } as { _id: string });
  }
  const again = await openGridfsStore(connection);
  expect(await halves.find().toArray()).toMatchObject([{ _id: running }]);
  expect(await chunks()).toBe(whole + 1);
  expect(await textOf(await again.read('dd'))).toBe('whole');
});
