import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { notFound } from '@parley/shared/errors';
import mongoose, { type Connection } from 'mongoose';
import type { FileStore } from './fileStore.js';

/** Files in the database itself, in MongoDB's GridFS: every node sees them without a shared disk. */
export function createGridfsStore(connection: Connection): FileStore {
  const bucket = (): mongoose.mongo.GridFSBucket => {
    if (!connection.db) throw new Error('the database is not connected');
    return new mongoose.mongo.GridFSBucket(connection.db, { bucketName: 'uploads' });
  };
  const idsOf = async (key: string): Promise<mongoose.mongo.ObjectId[]> => {
    const found = await bucket().find({ filename: key }).sort({ uploadDate: -1 }).toArray();
    return found.map(({ _id }) => _id);
  };
  return {
    async put(key, path, type) {
      const older = await idsOf(key);
      // Readers see it only when its entry is written, which is the last thing GridFS does.
      await pipeline(createReadStream(path), bucket().openUploadStream(key, { metadata: { type } }));
      for (const id of older) await bucket().delete(id);
    },
    async read(key, range) {
      const [id] = await idsOf(key);
      if (!id) throw notFound();
      return bucket().openDownloadStream(id, range ? { start: range.start, end: range.end + 1 } : {});
    },
    async remove(key) {
      for (const id of await idsOf(key)) await bucket().delete(id);
    },
  };
}
