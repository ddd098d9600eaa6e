import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Connection } from 'mongoose';
import type { Config } from '../config.js';
import { kindOfStore, openFileStore } from '../platform/fileStore/openFileStore.js';
import { settlePlace } from '../platform/fileStore/place.js';
import { fillDatabase, fillStore, unpack, type Manifest } from './archive.js';
import { empty, founderOf } from './collections.js';
import { openOwn, type OpenedDatabase } from './database.js';
import { listFiles } from './files.js';
import { configFor } from './settings.js';
import { requireSpace, requireSpaceOfMongo } from './space.js';
import { result, run } from './terminal.js';

/** How much larger an unpacked backup may be, when it is mostly text. */
const UNPACKED = 5;

/** Moves a new folder into the place of the old one, which is removed only afterwards. */
async function swap(made: string, place: string, aside: string): Promise<void> {
  if (!existsSync(made)) return;
  if (existsSync(place)) await rename(place, aside);
  await rename(made, place);
}

/** The input of a restore: the unpacked backup, in a folder within the data folder, and the present data. */
interface Work {
  config: Config;
  folder: string;
  manifest: Manifest;
  /** Keys of the files of the workspace to replace. */
  former: string[];
}

/** Into the built-in database: a new one is made beside the old one and replaces it when it is complete. */
async function replaceEmbedded({ config, folder, manifest }: Work, old: OpenedDatabase): Promise<string[]> {
  const within = { ...config, dataFolder: join(folder, 'made') };
  await mkdir(within.dataFolder, { mode: 0o700 });
  const database = await openOwn(within);
  let keys: string[];
  try {
    await fillDatabase(database.connection, folder, manifest);
    const isFolder = kindOfStore(config) === 'folder';
    if (isFolder) await mkdir(join(within.dataFolder, 'files'), { mode: 0o700 });
    keys = await fillStore(
      await openFileStore(isFolder ? within : config, database.connection),
      folder,
      manifest,
    );
  } finally {
    await database.close();
  }
  // Nothing was changed so far, and no server could start.
  await old.close();
  for (const part of ['db', 'files'])
    await swap(join(within.dataFolder, part), join(config.dataFolder, part), join(folder, `former-${part}`));
  return keys;
}

/** Into a MongoDB, which is emptied first. */
async function replaceMongo(
  { config, folder, manifest }: Work,
  { connection }: OpenedDatabase,
): Promise<string[]> {
  await empty(connection);
  await fillDatabase(connection, folder, manifest);
  return await fillStore(await openFileStore(config, connection), folder, manifest);
}

/** Files of the former workspace would stay for ever: nothing refers to their keys any more. */
async function removeFormer({ config, former }: Work, keys: string[], connection: Connection): Promise<void> {
  const store = await openFileStore(config, connection);
  const stay = new Set(keys);
  for (const key of former) if (!stay.has(key)) await store.remove(key);
}

async function removeFormerFiles(work: Work, keys: string[]): Promise<void> {
  const database = await openOwn(work.config);
  try {
    await settlePlace(database.connection, kindOfStore(work.config));
    await removeFormer(work, keys, database.connection);
  } finally {
    await database.close();
  }
}

/** `npm run restore -- --from file.tar.gz [--force]`: restores a backup to the database of the settings, with the server stopped. */
await run('restore', async (given) => {
  const from = resolve(given.option('from') ?? '');
  const config = await configFor(given);
  if (!existsSync(from)) throw new Error(`There is no file ${from}.`);
  await mkdir(config.dataFolder, { recursive: true, mode: 0o700 });
  const old = await openOwn(config);
  const folder = await mkdtemp(join(config.dataFolder, '.restore-'));
  try {
    if ((await founderOf(old.connection)) !== undefined && !given.flagged('force'))
      throw new Error(
        'There is a workspace already. To replace it for good, add --force; nothing was changed.',
      );
    const bytes = (await stat(from)).size * UNPACKED;
    await requireSpace(config.dataFolder, bytes);
    if (config.MONGODB_URI !== undefined) await requireSpaceOfMongo(old.connection, bytes);
    const manifest = await unpack(from, folder);
    const former = (await listFiles(old.connection)).map(({ key }) => key);
    const work = { config, folder, manifest, former };
    const keys =
      config.MONGODB_URI === undefined ? await replaceEmbedded(work, old) : await replaceMongo(work, old);
    const secrets = join(folder, 'secrets');
    if (existsSync(secrets)) await cp(secrets, join(config.dataFolder, 'secrets'), { recursive: true });
    await removeFormerFiles(work, keys);
    const documents = Object.values(manifest.counts).reduce((sum, count) => sum + count, 0);
    result(
      { from, madeAt: manifest.madeAt, documents, files: keys.length },
      `\nRestored what was there on ${manifest.madeAt}: ${documents.toLocaleString('en')} documents, ${keys.length} files. Start Parley.`,
    );
  } finally {
    await old.close();
    await rm(folder, { recursive: true, force: true });
  }
});
