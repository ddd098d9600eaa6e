import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Connection } from 'mongoose';
import { create } from 'tar';
import { openFileStore } from '../platform/fileStore/openFileStore.js';
import { schemaVersionOf } from '../platform/migrations.js';
import { countDocuments, listCollections, readDocuments } from './collections.js';
import { openSnapshot } from './database.js';
import type { Config } from '../config.js';
import { BACKUP_MARK } from '../platform/backupMark.js';
import { bytesOfFiles, fetchFile, listFiles } from './files.js';
import { databaseBytes, requireSpace } from './space.js';
import { configFor } from './settings.js';
import { progress, result, run } from './terminal.js';

export const FORMAT = 1;

async function writeCollection(connection: Connection, name: string, folder: string): Promise<number> {
  const total = await countDocuments(connection, name);
  const out = createWriteStream(join(folder, `${name}.bson`));
  const finished = once(out, 'close');
  let count = 0;
  progress(name, 0, total);
  for await (const batch of readDocuments(connection, name)) {
    for (const document of batch) if (!out.write(document)) await once(out, 'drain');
    count += batch.length;
    progress(name, count, Math.max(total, count));
  }
  out.end();
  await finished;
  return count;
}

/** Writes everything to a folder. Returns the numbers of documents and files. */
async function gather(
  config: Config,
  connection: Connection,
  folder: string,
): Promise<{ documents: number; files: number }> {
  const counts: Record<string, number> = {};
  await mkdir(join(folder, 'collections'));
  for (const name of await listCollections(connection))
    counts[name] = await writeCollection(connection, name, join(folder, 'collections'));
  const listed = await listFiles(connection);
  const store = await openFileStore(config, connection);
  await mkdir(join(folder, 'files'));
  let files = 0;
  for (const [i, { key }] of listed.entries()) {
    if (await fetchFile(store, key, join(folder, 'files', key))) files += 1;
    progress('files', i + 1, listed.length);
  }
  const secrets = join(config.dataFolder, 'secrets');
  if (existsSync(secrets)) await cp(secrets, join(folder, 'secrets'), { recursive: true });
  await writeFile(
    join(folder, 'manifest.json'),
    JSON.stringify({
      format: FORMAT,
      schema: await schemaVersionOf(connection),
      madeAt: new Date().toISOString(),
      counts,
      files,
      types: Object.fromEntries(listed.map(({ key, type }) => [key, type])),
    }),
  );
  return { documents: Object.values(counts).reduce((sum, count) => sum + count, 0), files };
}

async function pack(folder: string, to: string): Promise<void> {
  const total = (await readdir(folder, { recursive: true })).length + 1;
  let done = 0;
  await create(
    {
      gzip: true,
      file: to,
      cwd: folder,
      mode: 0o600,
      onWriteEntry: () => progress('archive', (done += 1), total),
    },
    ['.'],
  );
}

/** `npm run backup [-- --to file.tar.gz]`: everything in one file, also of a running server. */
await run('backup', async (given) => {
  const config = await configFor(given);
  const day = new Date().toISOString().slice(0, 19).replace(/[:T]/g, '-');
  const to = resolve(given.option('to') ?? `parley-backup-${day}.tar.gz`);
  const beside = dirname(to);
  if (!existsSync(beside)) throw new Error(`There is no folder ${beside}.`);
  // Beside the backup, where the operator has space: /tmp is small, or in memory, on many machines.
  if (config.MONGODB_URI === undefined && existsSync(join(config.dataFolder, 'db', 'parley.mdb')))
    await requireSpace(beside, (await stat(join(config.dataFolder, 'db', 'parley.mdb'))).size);
  const source = await openSnapshot(config, beside);
  const folder = await mkdtemp(join(beside, '.parley-backup-'));
  try {
    // Unpacked and in the archive, which is no larger if nothing can be compressed.
    const bytes = (await databaseBytes(config, source.connection)) + (await bytesOfFiles(source.connection));
    await requireSpace(beside, 2 * bytes);
    const { documents, files } = await gather(config, source.connection, folder);
    // Under another name until it is complete: half a backup must not look like one.
    await pack(folder, `${to}.half`);
    await rename(`${to}.half`, to);
    const { size } = await stat(to);
    // The overview of the admin area shows when it is long ago.
    if (existsSync(config.dataFolder))
      await writeFile(join(config.dataFolder, BACKUP_MARK), JSON.stringify({ at: new Date(), bytes: size }));
    result(
      { to, bytes: size, documents, files },
      `\n${to}: ${documents.toLocaleString('en')} documents, ${files} files, ${(size / 1e6).toFixed(1)} MB.\nIt holds everything, keys too: keep it as safe as the server itself.`,
    );
  } finally {
    await source.close();
    await rm(folder, { recursive: true, force: true });
    await rm(`${to}.half`, { force: true });
  }
});
