import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { FileStore } from './fileStore.js';
import { openFolderStore } from './folderStore.js';
import { createS3Store } from './s3Store.js';
import { testStore } from './testStore.js';

async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-test-store-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

describe('the test of a store', () => {
  it('leaves nothing behind when all is well', () =>
    withFolder(async (folder) => {
      await testStore(await openFolderStore(folder));
      const left = await readdir(folder, { recursive: true, withFileTypes: true });
      expect(left.filter((entry) => entry.isFile())).toEqual([]);
    }));

  it('says that a store cannot be written, cannot be reached, or returns something else', () =>
    withFolder(async (folder) => {
      await writeFile(join(folder, 'taken'), '');
      const inFile = await openFolderStore(join(folder, 'taken'));
      await expect(testStore(inFile)).rejects.toMatchObject({ code: 'unavailable', key: 'storage.failed' });
      const gone = createS3Store({
        bucket: 'b',
        region: 'us-east-1',
        // The discard port: nothing listens there.
        endpoint: 'http://127.0.0.1:9',
        credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      });
      await expect(testStore(gone)).rejects.toMatchObject({ key: 'storage.unreachable' });
      const good = await openFolderStore(folder);
      const lying: FileStore = { ...good, read: () => Promise.resolve(Readable.from(['else'])) };
      await expect(testStore(lying)).rejects.toMatchObject({ key: 'storage.differs' });
      const sticky: FileStore = { ...good, remove: () => Promise.resolve() };
      await expect(testStore(sticky)).rejects.toMatchObject({ key: 'storage.stays' });
    }));
});
