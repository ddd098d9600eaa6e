import type { FileKind } from '@parley/shared/files';
import { trusted, type Types } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';
import { Files, type FileDoc } from './files.model.js';

/** What files of one kind in one room take up. */
export interface Usage {
  roomId: string;
  kind: FileKind;
  files: number;
  bytes: number;
}

/** The sums read every file: for this time, in ms, they are cached. */
const CACHED_MS = 30_000;
const cacheOf = perServer(() => ({ usage: undefined as Promise<Usage[]> | undefined, until: 0 }));

const counted = { state: { $in: ['storing', 'stored', 'sent'] } };

async function sum(server: Server): Promise<Usage[]> {
  const found = await Files(server).aggregate<{
    _id: { roomId: Types.ObjectId; kind: FileKind };
    files: number;
    bytes: number;
  }>([
    { $match: counted },
    {
      $group: { _id: { roomId: '$roomId', kind: '$kind' }, files: { $sum: 1 }, bytes: { $sum: '$bytes' } },
    },
  ]);
  return found.map(({ _id, files, bytes }) => ({
    roomId: String(_id.roomId),
    kind: _id.kind,
    files,
    bytes,
  }));
}

/** What files take up, by room and kind. No permission check. */
export async function readUsage(server: Server): Promise<Usage[]> {
  const cache = cacheOf(server);
  if (cache.usage && cache.until > performance.now()) return await cache.usage;
  const usage = sum(server);
  cache.usage = usage;
  cache.until = performance.now() + CACHED_MS;
  usage.catch(() => (cache.usage = undefined));
  return await usage;
}

/** The largest files of these rooms that were sent. */
export const findLargest = (server: Server, roomIds: string[], limit: number): Promise<FileDoc[]> =>
  Files(server)
    .find({ state: 'sent', roomId: trusted({ $in: roomIds }) })
    .sort({ bytes: -1, _id: -1 })
    .limit(limit)
    .lean()
    .exec();
