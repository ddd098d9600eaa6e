import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bearer, expectWhole, operate, workspace } from '../test/operate.js';
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
    // Nobody serves from there yet: nothing may be removed from where it is read.
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
