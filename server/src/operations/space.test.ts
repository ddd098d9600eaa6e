import { spawnSync } from 'node:child_process';
import { readdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bearer, folderOf, operate, workspace } from '../test/operate.js';
import { ServerProcess } from '../test/serverProcess.js';
import { StandaloneMongod } from '../test/standaloneMongod.js';

/** A small file system; undefined, with a warning, where this user may not mount one. */
async function mounted(size: string): Promise<(AsyncDisposable & { folder: string }) | undefined> {
  const folder = await folderOf();
  const end = async (): Promise<void> => {
    spawnSync('umount', [folder]);
    await rm(folder, { recursive: true, force: true });
  };
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]).status === 0)
    return { folder, [Symbol.asyncDispose]: end };
  await end();
  console.warn('not tried: this user may not mount a small file system');
  return undefined;
}

const refused = {
  code: 1,
  error: expect.stringMatching(/needs up to .*B in .* are free\. Nothing was changed/) as string,
};

it('demo looks for room before it writes', async () => {
  await using small = await mounted('64m');
  if (!small) return;
  const data = join(small.folder, 'data');
  expect(await operate('../demo/main', [], { PARLEY_DATA: data })).toMatchObject(refused);
  expect(await readdir(small.folder)).toEqual([]);
});

it('db:move asks the MongoDB for room before it writes', async () => {
  await using small = await mounted('400m');
  if (!small) return;
  const mongod = await StandaloneMongod.start(small.folder);
  if (!mongod) return console.warn('not tried: there is no mongod');
  await using server = await ServerProcess.start({ RATE_LIMITS: 'false' });
  try {
    const { token, roomId } = await workspace(server);
    await server
      .api()
      .post(`/rooms/${roomId}/files`)
      .set(...bearer(token))
      .attach('file', Buffer.alloc(30_000_000, 'large'), 'large.txt')
      .expect(201);
    await server.stop();
    const { bavail, bsize } = await statfs(small.folder);
    const filling = join(small.folder, 'filling');
    await writeFile(filling, Buffer.alloc(bavail * bsize - 20_000_000));
    const move = () => operate('dbMove', ['--to', mongod.uri], { PARLEY_DATA: server.folder });
    expect(await move()).toMatchObject(refused);
    await rm(filling);
    expect(await move()).toMatchObject({ code: 0, error: '', out: { files: 2 } });
  } finally {
    await mongod.stop();
  }
});
