import { z } from 'zod';
import { fileKind } from '../files.js';
import { objectId } from '../ids.js';
import { usageView } from './overview.js';

/** The largest files that are listed. */
export const LARGEST_FILES = 10;

export const storageView = z
  .strictObject({
    /** Where files are stored. */
    store: z.enum(['folder', 'gridfs', 's3']),
    /** The folder, or the bucket; null in the database. */
    place: z.string().nullable(),
    /** Where older files still are; null when all have been moved. */
    former: z.enum(['folder', 'gridfs', 's3']).nullable(),
    /** Megabytes of one file, and of all files of one person. */
    limits: z.strictObject({ file: z.number(), person: z.number() }),
    usage: usageView,
    /** Of the rooms that the reader may read. */
    largest: z.array(
      z.strictObject({
        fileId: objectId,
        name: z.string(),
        kind: fileKind,
        bytes: z.number().int(),
        roomId: objectId,
        roomName: z.string(),
        owner: z.string(),
        createdAt: z.iso.datetime(),
      }),
    ),
  })
  .meta({ id: 'Storage' });
export type StorageView = z.infer<typeof storageView>;
