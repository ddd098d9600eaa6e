import { createIndexes } from '../platform/database.js';
import { kindOfStore, openFileStore } from '../platform/fileStore/openFileStore.js';
import { settlePlace } from '../platform/fileStore/place.js';
import {
  countDocuments,
  fingerprint,
  founderOf,
  listCollections,
  readDocuments,
  removeOthers,
  writeDocuments,
} from './collections.js';
import type { Config } from '../config.js';
import { openOwn, openUri, type OpenedDatabase } from './database.js';
import { bytesOfFiles, copyFiles, largestFile, listFiles } from './files.js';
import { configFor } from './settings.js';
import { databaseBytes, requireSpace, requireSpaceOfMongo } from './space.js';
import { progress, result, run, say } from './terminal.js';

/** Checks the space for everything in the target, and for one temporary file at a time. @throws Error */
async function requireRoom(
  from: Config,
  to: Config,
  { source, target }: Record<'source' | 'target', OpenedDatabase>,
): Promise<void> {
  const inTarget = kindOfStore(to) === 'gridfs' ? await bytesOfFiles(source.connection) : 0;
  await requireSpaceOfMongo(target.connection, (await databaseBytes(from, source.connection)) + inTarget);
  const arrive = kindOfStore(to) === 'folder' && kindOfStore(from) !== 'folder';
  const inFolder = arrive ? await bytesOfFiles(source.connection) : 0;
  await requireSpace(to.dataFolder, (await largestFile(source.connection)) + inFolder);
}

/** `npm run db:move -- --to mongodb://…`: copies a data folder to a MongoDB. Idempotent; the source is not changed. */
await run('db:move', async (given) => {
  const to = given.option('to') ?? '';
  const config = await configFor(given);
  const from = given.option('from') === undefined ? config : { ...config, MONGODB_URI: given.option('from') };
  const source = await openOwn(from);
  const target = await openUri(to);
  try {
    const [mine, theirs] = [await founderOf(source.connection), await founderOf(target.connection)];
    if (mine === undefined) throw new Error('There is nothing to move: this workspace has nobody in it yet.');
    if (theirs !== undefined && theirs !== mine)
      throw new Error('The target holds another workspace. Nothing was changed; name an empty database.');
    await requireRoom(from, { ...config, MONGODB_URI: to }, { source, target });
    say(`Moving ${config.dataFolder} to ${to.replace(/\/\/[^@/]*@/, '//…@')}`);
    await createIndexes(target.connection);
    const names = await listCollections(source.connection);
    let documents = 0;
    for (const name of names) {
      const total = await countDocuments(source.connection, name);
      let done = 0;
      progress(name, 0, total);
      for await (const batch of readDocuments(source.connection, name)) {
        await writeDocuments(target.connection, name, batch);
        done += batch.length;
        progress(name, done, total);
      }
      if ((await countDocuments(target.connection, name)) !== total)
        await removeOthers(target.connection, source.connection, name);
      const [a, b] = [await fingerprint(source.connection, name), await fingerprint(target.connection, name)];
      if (a.count !== b.count || a.checksum !== b.checksum)
        throw new Error(
          `${name} differs after the copy (${a.count} and ${b.count} documents). Run it again.`,
        );
      documents += total;
    }
    const files = await listFiles(source.connection);
    const stores = {
      from: await openFileStore(from, source.connection),
      // The store of a server with this MONGODB_URI.
      to: await openFileStore({ ...config, MONGODB_URI: to }, target.connection),
      beside: config.dataFolder,
    };
    const { copied, missing } = await copyFiles(files, stores, (done) =>
      progress('files', done, files.length),
    );
    await settlePlace(target.connection, kindOfStore({ ...config, MONGODB_URI: to }));
    result(
      { collections: names.length, documents, files: copied, missing },
      `\nMoved: ${documents.toLocaleString('en')} documents in ${names.length} collections, ${copied} files; counts and checksums agree.\n` +
        `Start Parley with MONGODB_URI set to it, and keep PARLEY_DATA: the keys in it keep everybody signed in.`,
    );
  } finally {
    await target.close();
    await source.close();
  }
});
