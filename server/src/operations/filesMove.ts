import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@parley/shared/errors';
import type { Connection } from 'mongoose';
import type { Config } from '../config.js';
import type { FileStore } from '../platform/fileStore/fileStore.js';
import { kindOfStore, openStoreOf } from '../platform/fileStore/openFileStore.js';
import { findPlace, settlePlace, type StoreKind } from '../platform/fileStore/place.js';
import { UsageError, type Arguments } from './arguments.js';
import { openInPlace } from './database.js';
import { bytesOfFiles, fetchFile, largestFile, listFiles, makeWorkFolder, type StoredFile } from './files.js';
import { configFor } from './settings.js';
import { requireSpace, requireSpaceOfMongo } from './space.js';
import { progress, result, run, say } from './terminal.js';

const kinds: readonly string[] = ['folder', 'gridfs', 's3'] satisfies StoreKind[];

/** The store to move from: as given, or as the last server recorded it. */
async function formerOf(
  given: Arguments,
  connection: Connection,
  to: StoreKind,
): Promise<StoreKind | undefined> {
  const typed = given.option('from');
  if (typed !== undefined && !kinds.includes(typed))
    throw new UsageError(`--from must be one of ${kinds.join(', ')}.`);
  const place = await findPlace(connection);
  const noted = place?.kind === to ? place.former : place?.kind;
  const former = (typed as StoreKind | undefined) ?? noted;
  return former === to ? undefined : former;
}

/** Whether it is there already. Requests only its first bytes. */
async function has(store: FileStore, key: string): Promise<boolean> {
  try {
    const stream = await store.read(key, { start: 0, end: 0 });
    stream.resume();
    await once(stream, 'close').catch(() => undefined);
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return false;
    throw error;
  }
}

interface Stores {
  from: FileStore;
  to: FileStore;
  /** Temporary path, for one file at a time. */
  path: string;
  removeOld: boolean;
}

type Outcome = 'moved' | 'there' | 'missing';

async function moveOne({ key, type }: StoredFile, { from, to, path, removeOld }: Stores): Promise<Outcome> {
  let outcome: Outcome = 'there';
  if (!(await has(to, key))) {
    if (!(await fetchFile(from, key, path))) return 'missing';
    await to.put(key, path, type);
    outcome = 'moved';
  }
  if (removeOld) await from.remove(key);
  return outcome;
}

async function moveAll(files: StoredFile[], stores: Stores): Promise<Record<Outcome, number>> {
  const counts: Record<Outcome, number> = { moved: 0, there: 0, missing: 0 };
  progress('files', 0, files.length);
  for (const [i, file] of files.entries()) {
    counts[await moveOne(file, stores)] += 1;
    progress('files', i + 1, files.length);
  }
  return counts;
}

/** Whether a server has started with the new store. Otherwise new files still go to the old one. */
const isSettled = async (connection: Connection, to: StoreKind): Promise<boolean> =>
  (await findPlace(connection))?.kind === to;

/** Checks the space for all files in the new store, if it reports any, and for one temporary file. @throws Error */
async function requireRoom(
  to: StoreKind,
  { dataFolder, MONGODB_URI }: Config,
  connection: Connection,
): Promise<void> {
  const bytes = await bytesOfFiles(connection);
  const isHere = to === 'folder' || (to === 'gridfs' && MONGODB_URI === undefined);
  if (to === 'gridfs') await requireSpaceOfMongo(connection, bytes);
  await requireSpace(dataFolder, (await largestFile(connection)) + (isHere ? bytes : 0));
}

async function move(config: Config, connection: Connection, given: Arguments): Promise<void> {
  const to = kindOfStore(config);
  const former = await formerOf(given, connection, to);
  if (former === undefined)
    return result({ moved: 0, there: 0, missing: 0 }, `All files are in ${to}; there is nothing to move.`);
  await requireRoom(to, config, connection);
  const removeOld = given.flagged('remove-old');
  const started = await isSettled(connection, to);
  if (removeOld && !started)
    throw new Error(
      `No server has started with FILES_STORE=${to} yet; old files are removed after that. Nothing was changed.`,
    );
  say(`Moving files from ${former} to ${to}`);
  const folder = await makeWorkFolder(config.dataFolder);
  try {
    const stores = {
      from: await openStoreOf(former, config, connection),
      to: await openStoreOf(to, config, connection),
      path: join(folder, 'bytes'),
      removeOld,
    };
    const counts = await moveAll(await listFiles(connection), stores);
    if (started) await settlePlace(connection, to);
    result(
      { from: former, to, ...counts, settled: started },
      `\n${counts.moved} files moved, ${counts.there} were there already, ${counts.missing} are in neither.\n` +
        (started
          ? `All files are in ${to} now.`
          : `Set FILES_STORE=${to}, start the server again, and run this once more for what came meanwhile.`),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** `npm run files:move`: moves files from the former store to that of FILES_STORE. */
await run('files:move', async (given) => {
  const config = await configFor(given);
  const database = await openInPlace(config);
  try {
    await move(config, database.connection, given);
  } finally {
    await database.close();
  }
});
