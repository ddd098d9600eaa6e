import { Types, trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { removeFiles } from '../uploads/files.actions.js';
import { readHeads, type Above } from './messages.access.js';
import { Messages, type MessageDoc } from './messages.model.js';
import { removeMessage } from './removing.actions.js';

declare module '../../platform/bus.js' {
  interface BusEvents {
    /** These messages are about to be deleted by retention: features delete what depends on them. May come again after a crash. */
    'messages.expired': { roomId: string; messageIds: string[] };
  }
}

/** Messages deleted at once. */
const BATCH = 200;

/**
 * The place of the last message of a room's beginning that was written before a time; 0 when there is none. By halves, because times grow
 * with places.
 */
export async function findLastBefore(server: Server, roomId: string, before: Date): Promise<number> {
  const oldest = await Messages(server).findOne({ roomId }, { createdAt: 1 }).sort({ seq: 1 }).lean();
  // Most rooms, most of the time.
  if (!oldest || oldest.createdAt >= before) return 0;
  let [low, high] = [0, (await readHeads(server, roomId)).headSeq];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const message = await Messages(server)
      .findOne({ roomId, seq: trusted({ $gt: low, $lte: middle }) }, { seq: 1, createdAt: 1 })
      .sort({ seq: -1 })
      .lean();
    if (!message || message.createdAt < before) low = middle;
    else high = message.seq - 1;
  }
  return low;
}

/** Counts what is in a room between its floor and a place: messages, files and their bytes. */
export async function countUpTo(
  server: Server,
  { roomId, floorSeq }: Above,
  seq: number,
): Promise<{ messages: number; files: number; bytes: number }> {
  const upTo = { roomId, seq: trusted({ $gt: floorSeq, $lte: seq }) };
  const counts = { messages: await Messages(server).countDocuments(upTo), files: 0, bytes: 0 };
  const withFiles = Messages(server).find({ ...upTo, 'files.0': trusted({ $exists: true }) }, { files: 1 });
  for await (const { files = [] } of withFiles.lean().cursor()) {
    counts.files += files.length;
    counts.bytes += files.reduce((sum, { bytes }) => sum + bytes, 0);
  }
  return counts;
}

/** What is below a floor, and the rev the room had then. */
interface Floor {
  roomId: string;
  floorSeq: number;
  floorRev: number;
}

type Expiring = Pick<MessageDoc, '_id' | 'roomId' | 'files' | 'createdAt'>;

/**
 * Makes the newest message of a room a tombstone, if it was written before a time. It stays: without it its place would be claimed again.
 * Idempotent.
 */
export async function emptyNewest(server: Server, roomId: string, before: Date): Promise<void> {
  const newest = await Messages(server).findOne({ roomId }).sort({ seq: -1 }).lean();
  if (newest && !newest.deletedAt && newest.createdAt < before) await removeMessage(server, newest);
}

/**
 * The next messages below a floor: those to delete, and those that only become tombstones. These are what has the highest rev, which would
 * be claimed again without it, and what has changed since the floor was raised.
 */
async function findExpiring(
  server: Server,
  { roomId, floorSeq, floorRev }: Floor,
): Promise<{ deleted: Expiring[]; emptied: Expiring[] }> {
  const { headRev } = await readHeads(server, roomId);
  const most = Math.min(floorRev, headRev - 1);
  const find = (filter: object): Promise<Expiring[]> =>
    Messages(server)
      .find({ roomId, seq: trusted({ $lte: floorSeq }), ...filter }, { roomId: 1, files: 1, createdAt: 1 })
      .sort({ seq: 1 })
      .limit(BATCH)
      .lean<Expiring[]>()
      .exec();
  const [deleted, emptied] = await Promise.all([
    find({ rev: trusted({ $lte: most }) }),
    find({ rev: trusted({ $gt: most }), deletedAt: null }),
  ]);
  return { deleted, emptied };
}

/**
 * Deletes the next messages below a floor, with all that depends on them: their files, what features store, at last the messages. Each
 * step can be repeated.
 *
 * @param floor raised for longer than any node caches heads
 * @param before called before messages are deleted, if there are any, with when the newest of them was written
 * @returns the number deleted; 0 when nothing is left
 */
export async function expireBatch(
  server: Server,
  floor: Floor,
  before: (newest: Date) => Promise<void>,
): Promise<number> {
  const { deleted, emptied } = await findExpiring(server, floor);
  for (const message of emptied) await removeMessage(server, message);
  if (deleted.length === 0) return 0;
  await before(new Date(Math.max(...deleted.map(({ createdAt }) => createdAt.getTime()))));
  await removeFiles(
    server,
    deleted.flatMap(({ files = [] }) => files.map(({ fileId }) => ({ _id: new Types.ObjectId(fileId) }))),
  );
  const ids = deleted.map(({ _id }) => _id);
  await server.bus.publishAndWait('messages.expired', {
    roomId: floor.roomId,
    messageIds: ids.map(String),
  });
  // Not one that was changed just now: it has a rev that clients know.
  const gone = await Messages(server).deleteMany({
    _id: trusted({ $in: ids }),
    rev: trusted({ $lte: floor.floorRev }),
  });
  return gone.deletedCount;
}
