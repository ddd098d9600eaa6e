import { createReadStream } from 'node:fs';
import { copyFile, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { notFound } from '@parley/shared/errors';
import type { FileStore } from './fileStore.js';
import { makeHalf, removeAbandonedHalves } from './halves.js';

/**
 * Files in a folder, spread over 256 subfolders by the end of the key, which is where ObjectIds differ.
 * Half copied files of killed processes are removed first.
 */
export async function openFolderStore(folder: string): Promise<FileStore> {
  await removeAbandonedHalves(folder);
  const pathOf = (key: string): string => {
    const [id = ''] = key.split('-');
    return join(folder, id.slice(-2), key);
  };
  return {
    async put(key, path) {
      const target = pathOf(key);
      const half = await makeHalf(folder);
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      try {
        await copyFile(path, half);
        // A rename may reach the disk before the bytes do: flush them first.
        const file = await open(half, 'r+');
        await file.sync();
        await file.close();
        await rename(half, target);
      } catch (error) {
        await rm(half, { force: true });
        throw error;
      }
    },
    async read(key, range) {
      const stream = createReadStream(pathOf(key), range);
      await new Promise<void>((resolve, reject) => {
        stream.once('open', () => resolve());
        stream.once('error', (error: NodeJS.ErrnoException) =>
          reject(error.code === 'ENOENT' ? notFound() : error),
        );
      });
      return stream;
    },
    async remove(key) {
      await rm(pathOf(key), { force: true });
    },
  };
}
