import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { expect, it } from 'vitest';
import { socketPathFor, uriOf } from '@parley/embedded-mongo';
import { bearer, expectWhole, operate, workspace, type Workspace } from '../test/operate.js';
import { programArguments } from '../test/programArguments.js';
import { ServerProcess } from '../test/serverProcess.js';
import { standInForS3 } from '../test/standInForS3.js';

/** Names of the files in a data folder's store. */
const filesIn = async (folder: string): Promise<string[]> =>
  (await readdir(join(folder, 'files'), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

it('FILES_STORE can be changed: old files are found meanwhile, moved beside the running server, and read from the new store alone', async () => {
  const s3 = standInForS3().listen(0, '127.0.0.1');
  await once(s3, 'listening');
  const settings = {
    FILES_STORE: 's3',
    S3_BUCKET: 'chat',
    S3_ENDPOINT: `http://127.0.0.1:${(s3.address() as AddressInfo).port}`,
    S3_ACCESS_KEY_ID: 'key',
    S3_SECRET_ACCESS_KEY: 'secret',
    RATE_LIMITS: 'false',
  };
  try {
    await using first = await ServerProcess.start({ RATE_LIMITS: 'false' });
    const place = await workspace(first);
    const at = { ...settings, PARLEY_DATA: first.folder };
    // No server has the new store yet: nothing may be removed from the present one.
    expect(await operate('filesMove', ['--remove-old'], at)).toMatchObject({
      code: 1,
      error: expect.stringContaining('FILES_STORE=s3') as string,
    });
    expect(await filesIn(first.folder)).toEqual([place.fileId]);
    await first.stop();

    await using second = await ServerProcess.start(settings, first.folder);
    const there = { ...place, server: second };
    await expectWhole(there, 30);
    await second
      .api()
      .post(`/rooms/${place.roomId}/files`)
      .set(...bearer(place.token))
      .attach('file', Buffer.from('new'), 'new.txt')
      .expect(201);
    expect(await filesIn(first.folder)).toEqual([place.fileId]);
    expect(await operate('filesMove', ['--remove-old'], at)).toMatchObject({
      code: 0,
      out: { from: 'folder', to: 's3', moved: 1, there: 1, missing: 0, settled: true },
    });
    expect(await filesIn(first.folder)).toEqual([]);
    await expectWhole(there, 30);
    expect(await operate('filesMove', [], at)).toMatchObject({ code: 0, out: { moved: 0 } });
    expect(await operate('filesMove', ['--from', 'attic'], at)).toMatchObject({ code: 2 });
  } finally {
    s3.closeAllConnections();
    s3.close();
  }
}, 180_000);

const MANY = 60;
const contentOf = (i: number): string => `file ${i} `.repeat(20_000);

/** Uploads many files to the room of a workspace, sent with messages. Returns their ids. */
async function upload({ server, token, roomId }: Workspace): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < MANY; i++) {
    const answer = await server
      .api()
      .post(`/rooms/${roomId}/files`)
      .set(...bearer(token))
      .attach('file', Buffer.from(contentOf(i)), `${i}.txt`)
      .expect(201);
    const { fileId } = answer.body as { fileId: string };
    const message = { text: `with ${i}`, fileIds: [fileId] };
    await server
      .api()
      .post(`/rooms/${roomId}/messages`)
      .set(...bearer(token))
      .send(message)
      .expect(201);
    ids.push(fileId);
  }
  return ids;
}

async function expectFiles({ server, token }: Workspace, ids: string[]): Promise<void> {
  for (const [i, fileId] of ids.entries()) {
    const { text } = await server
      .api()
      .get(`/files/${fileId}`)
      .set(...bearer(token))
      .expect(200);
    expect(text === contentOf(i), `file ${i}`).toBe(true);
  }
}

/** Starts `files:move` and kills it when `isMidway` returns true. Resolves with its exit. */
async function killMidway(
  args: string[],
  environment: Record<string, string>,
  isMidway: () => Promise<boolean>,
): Promise<NodeJS.Signals | null> {
  const data = ['--data', environment['PARLEY_DATA'] ?? ''];
  const child = spawn(process.execPath, [...programArguments('operations/filesMove'), ...args, ...data], {
    env: { ...process.env, ...environment },
    stdio: 'ignore',
  });
  const exited = once(child, 'exit');
  while (child.exitCode === null && !(await isMidway()));
  child.kill('SIGKILL');
  const [, signal] = (await exited) as [number | null, NodeJS.Signals | null];
  return signal;
}

it('a move to GridFS and back that is killed in the middle loses nothing, and is completed by the next one', async () => {
  await using first = await ServerProcess.start({ RATE_LIMITS: 'false' });
  const place = await workspace(first);
  const ids = await upload(place);
  await first.stop();
  const inGridfs = { FILES_STORE: 'gridfs', RATE_LIMITS: 'false' };
  await using second = await ServerProcess.start(inGridfs, first.folder);
  const there = { ...place, server: second };
  const client = new MongoClient(uriOf(socketPathFor(join(first.folder, 'db')), 'parley'));
  const inDatabase = (): Promise<number> => client.db().collection('uploads.files').countDocuments();
  try {
    const to = { ...inGridfs, PARLEY_DATA: first.folder };
    expect(await killMidway([], to, async () => (await inDatabase()) > 0)).toBe('SIGKILL');
    const moved = await inDatabase();
    expect(moved).toBeLessThan(MANY + 1);
    await expectFiles(there, ids);
    const { code, out } = await operate('filesMove', ['--remove-old'], to);
    expect([code, out['missing'], out['settled']]).toEqual([0, 0, true]);
    expect(Number(out['moved']) + Number(out['there'])).toBe(MANY + 1);
    expect(await filesIn(first.folder)).toEqual([]);
    await expectWhole(there, 30);
    await expectFiles(there, ids);
  } finally {
    await client.close();
  }
  await second.stop();

  await using third = await ServerProcess.start({ RATE_LIMITS: 'false' }, first.folder);
  const back = { ...place, server: third };
  const to = { RATE_LIMITS: 'false', PARLEY_DATA: first.folder };
  const isMidway = async (): Promise<boolean> => (await filesIn(first.folder)).length > 0;
  await mkdir(join(first.folder, 'files'), { recursive: true });
  expect(await killMidway(['--remove-old'], to, isMidway)).toBe('SIGKILL');
  expect((await filesIn(first.folder)).length).toBeLessThan(MANY + 1);
  await expectFiles(back, ids);
  expect(await operate('filesMove', ['--remove-old'], to)).toMatchObject({
    code: 0,
    out: { missing: 0, settled: true },
  });
  expect((await filesIn(first.folder)).sort()).toEqual([...ids, place.fileId].sort());
  expect((await readdir(first.folder)).filter((name) => name.startsWith('.parley-file-'))).toEqual([]);
  await expectWhole(back, 30);
  await expectFiles(back, ids);
}, 240_000);
