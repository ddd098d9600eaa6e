import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '@parley/shared/errors';
import type { Connection } from 'mongoose';
import { trusted } from 'mongoose';
import { bytesKey, thumbnailKey } from '../features/uploads/files.actions.js';
import { pictureKey, WORKSPACE_PICTURE } from '../features/uploads/pictures.actions.js';
import { Files } from '../features/uploads/files.model.js';
import { Users } from '../features/users/users.model.js';
import { Workspaces } from '../features/workspace/workspace.model.js';
import type { FileStore } from '../platform/fileStore/fileStore.js';
import { processExists } from '../platform/runningServers.js';

export interface StoredFile {
  key: string;
  type: string;
}

/** Pictures of people and of the workspace. */
async function listPictures(connection: Connection): Promise<StoredFile[]> {
  const people = await Users({ connection })
    .find({ pictureAt: trusted({ $ne: null }) }, { _id: 1 })
    .lean();
  const workspace = await Workspaces({ connection }).exists({ pictureAt: trusted({ $ne: null }) });
  return [
    ...people.map(({ _id }) => pictureKey(String(_id))),
    ...(workspace === null ? [] : [WORKSPACE_PICTURE]),
  ].map((key) => ({ key, type: 'image/webp' }));
}

/** The keys of all files and pictures that can be read, each with its type. */
export async function listFiles(connection: Connection): Promise<StoredFile[]> {
  const found = await Files({ connection })
    .find({ state: trusted({ $in: ['stored', 'sent'] }) }, { type: 1, hasThumbnail: 1 })
    .lean();
  const sent = found.flatMap((file) => [
    { key: bytesKey(file), type: file.type },
    ...(file.hasThumbnail ? [{ key: thumbnailKey(file), type: 'image/webp' }] : []),
  ]);
  return [...sent, ...(await listPictures(connection))];
}

/** The sum of all files in bytes, without their thumbnails. */
export async function bytesOfFiles(connection: Connection): Promise<number> {
  const [sum] = await Files({ connection }).aggregate<{ bytes: number }>([
    { $group: { _id: null, bytes: { $sum: '$bytes' } } },
  ]);
  return sum?.bytes ?? 0;
}

/** The size of the largest file: the data folder needs as much space while files are moved. */
export async function largestFile(connection: Connection): Promise<number> {
  const largest = await Files({ connection }).findOne({}, { bytes: 1 }).sort({ bytes: -1 }).lean();
  return largest?.bytes ?? 0;
}

const WORK = '.parley-file-';

/**
 * Creates a folder for one temporary file at a time. Leftovers of a killed command are removed.
 * @param beside the parent folder; created if needed
 */
export async function makeWorkFolder(beside: string): Promise<string> {
  await mkdir(beside, { recursive: true, mode: 0o700 });
  for (const name of await readdir(beside))
    if (name.startsWith(WORK) && !processExists(Number.parseInt(name.slice(WORK.length), 10)))
      await rm(join(beside, name), { recursive: true, force: true });
  return await mkdtemp(join(beside, `${WORK}${process.pid}-`));
}

/** Copies a file to a local path. False when its bytes are gone: it was discarded since it was listed. */
export async function fetchFile(store: FileStore, key: string, path: string): Promise<boolean> {
  try {
    await pipeline(await store.read(key), createWriteStream(path));
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return false;
    throw error;
  }
}

/**
 * Copies all files from one store to another. Idempotent.
 * @param stores `beside` is a folder with space for the largest file
 */
export async function copyFiles(
  files: StoredFile[],
  stores: { from: FileStore; to: FileStore; beside: string },
  onProgress: (done: number) => void,
): Promise<{ copied: number; missing: number }> {
  const folder = await makeWorkFolder(stores.beside);
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
