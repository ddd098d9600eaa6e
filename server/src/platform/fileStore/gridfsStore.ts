import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { notFound } from '@parley/shared/errors';
import mongoose, { type Connection } from 'mongoose';
import type { FileStore } from './fileStore.js';
import { isAbandoned, nameWriting } from './writers.js';

type Id = mongoose.mongo.ObjectId;

/** A file that is being written: its chunks come before its entry, and those of a killed process would stay for ever. */
interface Half {
  /** Of nameWriting. */
  _id: string;
  fileId: Id;
  begunAt: Date;
}

const dbOf = (connection: Connection): mongoose.mongo.Db => {
  if (!connection.db) throw new Error('the database is not connected');
  return connection.db;
};
const halvesOf = (connection: Connection): mongoose.mongo.Collection<Half> =>
  dbOf(connection).collection<Half>('uploads.halves');

const chunksOf = (connection: Connection): mongoose.mongo.Collection =>
  dbOf(connection).collection('uploads.chunks');

async function removeAbandonedHalves(connection: Connection): Promise<void> {
  const db = dbOf(connection);
  for (const { _id, fileId, begunAt } of await halvesOf(connection).find().toArray()) {
    if (!isAbandoned(_id, begunAt.getTime())) continue;
    const isWhole = (await db.collection('uploads.files').countDocuments({ _id: fileId }, { limit: 1 })) > 0;
    if (!isWhole) await chunksOf(connection).deleteMany({ files_id: fileId });
    await halvesOf(connection).deleteOne({ _id });
  }
}

/**
 * Files in the database itself, in MongoDB's GridFS: every node sees them without a shared disk.
 * Half written files of killed processes are removed first.
 */
export async function openGridfsStore(connection: Connection): Promise<FileStore> {
  const bucket = (): mongoose.mongo.GridFSBucket =>
    new mongoose.mongo.GridFSBucket(dbOf(connection), { bucketName: 'uploads' });
  const idsOf = async (key: string): Promise<Id[]> => {
    const found = await bucket().find({ filename: key }).sort({ uploadDate: -1 }).toArray();
    return found.map(({ _id }) => _id);
  };
  await removeAbandonedHalves(connection);
  return {
    async put(key, path, type) {
      const older = await idsOf(key);
      const _id = nameWriting();
      // Readers see it only when its entry is written, which is the last thing GridFS does.
      const upload = bucket().openUploadStream(key, { metadata: { type } });
      await halvesOf(connection).insertOne({ _id, fileId: upload.id, begunAt: new Date() });
      try {
        await pipeline(createReadStream(path), upload);
      } catch (error) {
        await chunksOf(connection).deleteMany({ files_id: upload.id });
        throw error;
      } finally {
        await halvesOf(connection).deleteOne({ _id });
      }
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
