import { trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { changeRoom } from './members.change.js';
import { Members, type RoomDoc } from './rooms.model.js';

/**
 * Raises the floor of a room, and publishes the room: from then on nobody reads what is below it.
 * @returns undefined when the room has changed since it was read
 */
export const raiseFloorOf = (
  server: Server,
  room: RoomDoc,
  floor: { floorSeq: number; floorRev: number },
): Promise<RoomDoc | undefined> =>
  changeRoom(server, String(room._id), { set: { ...floor, floorAt: new Date() }, version: room.version });

/** Raises the read marks of all members to a place below which nothing is left: what is gone must not count as unread. Idempotent. */
export async function raiseReadMarks(server: Server, roomId: string, seq: number): Promise<void> {
  const behind = { roomId, present: true, readSeq: trusted({ $lt: seq }) };
  const members = await Members(server).find(behind, { userId: 1 }).lean();
  await Members(server).updateMany({ roomId, readSeq: trusted({ $lt: seq }) }, { $set: { readSeq: seq } });
  await Members(server).updateMany(
    { roomId, unreadFrom: trusted({ $lte: seq }) },
    { $set: { unreadFrom: null }, $inc: { version: 1 } },
  );
  for (const { userId } of members)
    server.publish.toUser(String(userId), 'read:changed', {
      read: { roomId, userId: String(userId), seq },
    });
}
