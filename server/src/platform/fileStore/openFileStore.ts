import { join } from 'node:path';
import type { Connection } from 'mongoose';
import type { Config } from '../../config.js';
import type { FileStore } from './fileStore.js';
import { openFolderStore } from './folderStore.js';
import { openGridfsStore } from './gridfsStore.js';
import { findPlace, type StoreKind } from './place.js';
import { withFormer } from './withFormer.js';

/**
 * The kind of store that is set. By default: beside the embedded database a folder, with a MongoDB its
 * GridFS, because several nodes may share that.
 */
export const kindOfStore = (config: Config): StoreKind =>
  config.FILES_STORE ?? (config.MONGODB_URI === undefined ? 'folder' : 'gridfs');

/**
 * A store of one kind.
 *
 * @throws Error when S3 is configured without a bucket
 */
export async function openStoreOf(
  kind: StoreKind,
  config: Config,
  connection: Connection,
): Promise<FileStore> {
  if (kind === 'folder') return await openFolderStore(join(config.dataFolder, 'files'));
  if (kind === 'gridfs') return await openGridfsStore(connection);
  if (config.S3_BUCKET === undefined) throw new Error('FILES_STORE is s3, so S3_BUCKET must be set.');
  // Loaded only when used: the client of S3 is large.
  const { createS3Store } = await import('./s3Store.js');
  return createS3Store({
    bucket: config.S3_BUCKET,
    region: config.S3_REGION,
    endpoint: config.S3_ENDPOINT,
    credentials:
      config.S3_ACCESS_KEY_ID === undefined || config.S3_SECRET_ACCESS_KEY === undefined
        ? undefined
        : { accessKeyId: config.S3_ACCESS_KEY_ID, secretAccessKey: config.S3_SECRET_ACCESS_KEY },
  });
}

/**
 * The configured store. What is not in it yet is read from the former one, until all has been moved.
 *
 * @throws Error when S3 is configured without a bucket
 */
export async function openFileStore(config: Config, connection: Connection): Promise<FileStore> {
  const kind = kindOfStore(config);
  return withFormer(await openStoreOf(kind, config, connection), async () => {
    const former = (await findPlace(connection))?.former;
    return former === undefined || former === kind
      ? undefined
      : await openStoreOf(former, config, connection);
  });
}
