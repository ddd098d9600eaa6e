import { createReadStream, existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { extract } from 'tar';
import { z } from 'zod';
import { createIndexes } from '../platform/database.js';
import { openFileStore } from '../platform/fileStore/openFileStore.js';
import { renewDataId, SCHEMA_VERSION } from '../platform/migrations.js';
import { countDocuments, empty, founderOf, writeDocuments } from './collections.js';
import { openOwn } from './database.js';
import { configFor } from './settings.js';
import { progress, result, run } from './terminal.js';

const manifestSchema = z.object({
  format: z.literal(1),
  schema: z.number().int(),
  madeAt: z.string(),
  counts: z.record(z.string(), z.number()),
  files: z.number(),
  types: z.record(z.string(), z.string()),
});
const BATCH = 500;

/** The documents of a file, one after another: each begins with its own length (bsonspec.org). */
async function* documentsOf(path: string): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  for await (const part of createReadStream(path)) {
    rest = Buffer.concat([rest, part as Buffer]);
    while (rest.length >= 4 && rest.length >= rest.readInt32LE(0)) {
      const length = rest.readInt32LE(0);
      yield rest.subarray(0, length);
      rest = rest.subarray(length);
    }
  }
  if (rest.length > 0) throw new Error(`${basename(path)} ends in the middle: the backup is damaged.`);
}

/** `npm run restore -- --from file.tar.gz [--force]`: a backup into the database of the settings, with the server stopped. */
await run('restore', async (given) => {
  const from = given.option('from') ?? '';
  const config = configFor(given);
  const folder = await mkdtemp(join(tmpdir(), 'parley-restore-'));
  try {
    await extract({ file: resolve(from), cwd: folder });
    const manifest = manifestSchema.parse(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')));
    if (manifest.schema > SCHEMA_VERSION)
      throw new Error('This backup was made by a newer Parley. Update Parley first; nothing was changed.');
    const target = await openOwn(config);
    try {
      if ((await founderOf(target.connection)) !== undefined && !given.flagged('force'))
        throw new Error(
          'There is a workspace already. To replace it for good, add --force; nothing was changed.',
        );
      await empty(target.connection);
      await createIndexes(target.connection);
      for (const [name, total] of Object.entries(manifest.counts)) {
        let batch: Buffer[] = [];
        let done = 0;
        const flush = async (): Promise<void> => {
          await writeDocuments(target.connection, name, batch);
          done += batch.length;
          batch = [];
          progress(name, done, total);
        };
        progress(name, 0, total);
        for await (const document of documentsOf(join(folder, 'collections', `${name}.bson`)))
          if (batch.push(document) === BATCH) await flush();
        await flush();
        if ((await countDocuments(target.connection, name)) !== total)
          throw new Error(`${name}: not all documents arrived. Run it again with --force.`);
      }
      await renewDataId(target.connection);
      const store = await openFileStore(config, target.connection);
      const files = await readdir(join(folder, 'files'));
      for (const [i, key] of files.entries()) {
        await store.put(key, join(folder, 'files', key), manifest.types[key] ?? 'application/octet-stream');
        progress('files', i + 1, files.length);
      }
      const secrets = join(folder, 'secrets');
      if (existsSync(secrets)) await cp(secrets, join(config.dataFolder, 'secrets'), { recursive: true });
      const documents = Object.values(manifest.counts).reduce((sum, count) => sum + count, 0);
      result(
        { from: resolve(from), madeAt: manifest.madeAt, documents, files: files.length },
        `\nRestored what was there on ${manifest.madeAt}: ${documents.toLocaleString('en')} documents, ${files.length} files. Start Parley.`,
      );
    } finally {
      await target.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
