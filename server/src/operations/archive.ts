import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Connection } from 'mongoose';
import { extract } from 'tar';
import { z } from 'zod';
import { createIndexes } from '../platform/database.js';
import type { FileStore } from '../platform/fileStore/fileStore.js';
import { SCHEMA_VERSION } from '../features.js';
import { renewDataId } from '../platform/migrations.js';
import { countDocuments, writeDocuments } from './collections.js';
import { progress } from './terminal.js';

const manifestSchema = z.object({
  format: z.literal(1),
  schema: z.number().int(),
  madeAt: z.string(),
  counts: z.record(z.string(), z.number()),
  files: z.number(),
  types: z.record(z.string(), z.string()),
});
export type Manifest = z.infer<typeof manifestSchema>;
const BATCH = 500;

/** Unpacks a backup into a folder. @throws Error when it is damaged, or of a newer Parley */
export async function unpack(archive: string, folder: string): Promise<Manifest> {
  let done = 0;
  await extract({ file: archive, cwd: folder, strict: true, onReadEntry: () => void (done += 1) });
  progress('unpacked', done, done);
  const manifest = manifestSchema.parse(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')));
  if (manifest.schema > SCHEMA_VERSION)
    throw new Error('This backup was made by a newer Parley. Update Parley first; nothing was changed.');
  return manifest;
}

/** The documents of a file in sequence: each begins with its own length (bsonspec.org). */
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

async function fillCollection(
  connection: Connection,
  name: string,
  path: string,
  total: number,
): Promise<void> {
  let batch: Buffer[] = [];
  let done = 0;
  const flush = async (): Promise<void> => {
    await writeDocuments(connection, name, batch);
    done += batch.length;
    batch = [];
    progress(name, done, total);
  };
  progress(name, 0, total);
  for await (const document of documentsOf(path)) if (batch.push(document) === BATCH) await flush();
  await flush();
  if ((await countDocuments(connection, name)) !== total)
    throw new Error(`${name}: not all documents arrived. Run it again with --force.`);
}

/** Writes the documents of an unpacked backup into an empty database. */
export async function fillDatabase(
  connection: Connection,
  folder: string,
  { counts }: Manifest,
): Promise<void> {
  await createIndexes(connection);
  for (const [name, total] of Object.entries(counts))
    await fillCollection(connection, name, join(folder, 'collections', `${name}.bson`), total);
  await renewDataId(connection);
}

/** Stores the files of an unpacked backup. Returns their keys. */
export async function fillStore(store: FileStore, folder: string, { types }: Manifest): Promise<string[]> {
  const keys = await readdir(join(folder, 'files'));
  for (const [i, key] of keys.entries()) {
    await store.put(key, join(folder, 'files', key), types[key] ?? 'application/octet-stream');
    progress('files', i + 1, keys.length);
  }
  return keys;
}
