import { trusted } from 'mongoose';
import type { Actor, Server } from '../../platform/context.js';
import { findRoomsUnchecked, listRoomIds, type MemberDoc, type RoomDoc } from './rooms.access.js';
import { Members, Rooms } from './rooms.model.js';

/** The ids of direct messages and groups among these rooms, and the names of those that the actor may read; others are in neither. */
export async function nameRooms(
  actor: Actor,
  roomIds: string[],
): Promise<{ direct: Set<string>; names: Map<string, string> }> {
  const [rooms, own] = await Promise.all([
    findRoomsUnchecked(actor.server, roomIds),
    listRoomIds(actor.server, actor.userId),
  ]);
  const mine = new Set(own);
  const direct = new Set<string>();
  const names = new Map<string, string>();
  for (const [roomId, { type, name }] of rooms)
    if (type === 'direct' || type === 'group') direct.add(roomId);
    else if (mine.has(roomId) || (type === 'public' && actor.role !== 'guest')) names.set(roomId, name);
  return { direct, names };
}

/** Rooms that are read to list all of them. */
const MOST_NAMED = 10_000;

/** All rooms but direct messages and groups, without a permission check. */
export const listNamedRooms = (server: Server): Promise<RoomDoc[]> =>
  Rooms(server)
    .find({ type: trusted({ $in: ['public', 'private'] }) })
    .limit(MOST_NAMED)
    .lean()
    .exec();

/** The owners of these rooms. */
export const listOwners = (server: Server, roomIds: string[]): Promise<MemberDoc[]> =>
  Members(server)
    .find({ roomId: trusted({ $in: roomIds }), role: 'owner', present: true })
    .limit(1000)
    .lean()
    .exec();
