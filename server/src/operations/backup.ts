import { createWriteStream, existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { create } from 'tar';
import { openFileStore } from '../platform/fileStore/openFileStore.js';
import { schemaVersionOf } from '../platform/migrations.js';
import { countDocuments, listCollections, readDocuments } from './collections.js';
import { openSnapshot } from './database.js';
import { fetchFile, listFiles } from './files.js';
import { configFor } from './settings.js';
import { progress, result, run } from './terminal.js';

export const FORMAT = 1;

/** `npm run backup [-- --to file.tar.gz]`: everything in one file, of a running server too. */
await run('backup', async (given) => {
  const config = configFor(given);
  const day = new Date().toISOString().slice(0, 19).replace(/[:T]/g, '-');
  const to = resolve(given.option('to') ?? `parley-backup-${day}.tar.gz`);
  const source = await openSnapshot(config);
  const folder = await mkdtemp(join(tmpdir(), 'parley-backup-'));
  try {
    const counts: Record<string, number> = {};
    await mkdir(join(folder, 'collections'));
    for (const name of await listCollections(source.connection)) {
      const total = await countDocuments(source.connection, name);
      const out = createWriteStream(join(folder, 'collections', `${name}.bson`));
      counts[name] = 0;
      progress(name, 0, total);
      for await (const batch of readDocuments(source.connection, name)) {
        for (const document of batch)
          if (!out.write(document)) await new Promise<void>((drained) => out.once('drain', drained));
        counts[name] += batch.length;
        progress(name, counts[name], Math.max(total, counts[name]));
      }
      await new Promise<void>((finished, failed) => {
        out.on('error', failed);
        out.end(finished);
      });
    }
    const files = await listFiles(source.connection);
    const store = await openFileStore(config, source.connection);
    await mkdir(join(folder, 'files'));
    let kept = 0;
    for (const [i, { key }] of files.entries()) {
      if (await fetchFile(store, key, join(folder, 'files', key))) kept += 1;
      progress('files', i + 1, files.length);
    }
    const secrets = join(config.dataFolder, 'secrets');
    if (existsSync(secrets)) await cp(secrets, join(folder, 'secrets'), { recursive: true });
    await writeFile(
      join(folder, 'manifest.json'),
      JSON.stringify({
        format: FORMAT,
        schema: await schemaVersionOf(source.connection),
        madeAt: new Date().toISOString(),
        counts,
        files: kept,
        types: Object.fromEntries(files.map(({ key, type }) => [key, type])),
      }),
    );
    // Under another name until it is whole: half a backup must not look like one.
    await create({ gzip: true, file: `${to}.half`, cwd: folder, mode: 0o600 }, ['.']);
    await rename(`${to}.half`, to);
    const { size } = await stat(to);
    const documents = Object.values(counts).reduce((sum, count) => sum + count, 0);
    result(
      { to, bytes: size, documents, files: kept },
      `\n${to}: ${documents.toLocaleString('en')} documents, ${kept} files, ${(size / 1e6).toFixed(1)} MB.\nIt holds everything, keys too: keep it as safe as the server itself.`,
    );
  } finally {
    await source.close();
    await rm(folder, { recursive: true, force: true });
    await rm(`${to}.half`, { force: true });
  }
});
