import { trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { Rooms, type RoomDoc } from './rooms.model.js';

/** Rooms with a name, public and private, by it; archived ones too. No permission check: for the operator. */
export const listNamedRooms = (server: Server, called?: string): Promise<RoomDoc[]> =>
  Rooms(server)
    .find({
      type: trusted({ $in: ['public', 'private'] }),
      ...(called === undefined ? {} : { name: called }),
    })
    .sort({ name: 1, _id: 1 })
    .limit(10_000)
    .lean()
    .exec();

/** Public rooms that are not archived, by `nameKey`, without a permission check. */
export async function findPublicRoomsByName(server: Server, keys: string[]): Promise<Map<string, RoomDoc>> {
  const found = await Rooms(server)
    .find({ type: 'public', archived: false, nameKey: trusted({ $in: keys }) })
    .lean();
  return new Map(found.map((room) => [room.nameKey, room]));
}
