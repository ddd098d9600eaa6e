import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '@parley/shared/errors';
import type { Connection } from 'mongoose';
import { trusted } from 'mongoose';
import { bytesKey, thumbnailKey } from '../features/uploads/files.actions.js';
import { Files } from '../features/uploads/files.model.js';
import type { FileStore } from '../platform/fileStore/fileStore.js';

/** The keys of all files that are there to be read, each with its type. */
export async function listFiles(connection: Connection): Promise<{ key: string; type: string }[]> {
  const found = await Files({ connection })
    .find({ state: trusted({ $in: ['stored', 'sent'] }) }, { type: 1, hasThumbnail: 1 })
    .lean();
  return found.flatMap((file) => [
    { key: bytesKey(file), type: file.type },
    ...(file.hasThumbnail ? [{ key: thumbnailKey(file), type: 'image/webp' }] : []),
  ]);
}

/** Brings a file into a local path. False when its bytes are gone: it was taken back since it was listed. */
export async function fetchFile(store: FileStore, key: string, path: string): Promise<boolean> {
  try {
    await pipeline(await store.read(key), createWriteStream(path));
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return false;
    throw error;
  }
}

/** Copies all files from one store to another; the same again replaces them by themselves. */
export async function copyFiles(
  files: { key: string; type: string }[],
  stores: { from: FileStore; to: FileStore },
  onProgress: (done: number) => void,
): Promise<{ copied: number; missing: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-file-'));
  const path = join(folder, 'bytes');
  let missing = 0;
  try {
    for (const [i, { key, type }] of files.entries()) {
      if (await fetchFile(stores.from, key, path)) await stores.to.put(key, path, type);
      else missing += 1;
      onProgress(i + 1);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { copied: files.length - missing, missing };
}
