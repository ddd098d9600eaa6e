import { Types, trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { removeFiles } from '../uploads/files.actions.js';
import { readHeads } from './messages.access.js';
import { Messages } from './messages.model.js';
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

/** Counts what is in a room up to a place: messages, files and their bytes. */
export async function countUpTo(
  server: Server,
  roomId: string,
  seq: number,
): Promise<{ messages: number; files: number; bytes: number }> {
  const upTo = { roomId, seq: trusted({ $lte: seq }) };
  const counts = { messages: await Messages(server).countDocuments(upTo), files: 0, bytes: 0 };
  const withFiles = Messages(server).find({ ...upTo, 'files.0': trusted({ $exists: true }) }, { files: 1 });
  for await (const { files = [] } of withFiles.lean().cursor()) {
    counts.files += files.length;
    counts.bytes += files.reduce((sum, { bytes }) => sum + bytes, 0);
  }
  return counts;
}

/**
 * Deletes the next messages below a floor, with all that depends on them: their files, what features store, at last the messages. Each
 * step can be repeated. The message that has the head stays, as a tombstone: without it its rev would be claimed again.
 *
 * @param floor raised for longer than any node caches heads; what has changed since then stays until it is raised again
 * @returns the number deleted; 0 when nothing is left
 */
export async function expireBatch(
  server: Server,
  floor: { roomId: string; floorSeq: number; floorRev: number },
): Promise<number> {
  const { roomId, floorSeq, floorRev } = floor;
  const found = await Messages(server)
    .find({ roomId, seq: trusted({ $lte: floorSeq }) }, { seq: 1, rev: 1, files: 1, deletedAt: 1, roomId: 1 })
    .sort({ seq: 1 })
    .limit(BATCH)
    .lean();
  const { headRev } = await readHeads(server, roomId);
  const most = Math.min(floorRev, headRev - 1);
  const due = found.filter(({ rev }) => rev <= most);
  for (const message of found) if (message.rev > most && !message.deletedAt) await removeMessage(server, message);
  if (due.length === 0) return 0;
  await removeFiles(
    server,
    due.flatMap(({ files = [] }) => files.map(({ fileId }) => ({ _id: new Types.ObjectId(fileId) }))),
  );
  await server.bus.publishAndWait('messages.expired', { roomId, messageIds: due.map(({ _id }) => String(_id)) });
  // Not one that was changed just now: it has a rev that clients know.
  const ids = due.map(({ _id }) => _id);
  const gone = await Messages(server).deleteMany({
    _id: trusted({ $in: ids }),
    rev: trusted({ $lte: most }),
  });
  return gone.deletedCount;
}

/** Those of these messages that exist. */
export async function existingAmong(server: Server, messageIds: string[]): Promise<Set<string>> {
  const found = await Messages(server)
    .find({ _id: trusted({ $in: messageIds }) }, { _id: 1 })
    .lean();
  return new Set(found.map(({ _id }) => String(_id)));
}
