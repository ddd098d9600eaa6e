import { trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { Rooms } from './rooms.model.js';

/** The floors of those of these rooms that have one: nobody reads messages up to there any more. One query. */
export async function findFloors(server: Server, roomIds: string[]): Promise<Map<string, number>> {
  const found = await Rooms(server)
    .find({ _id: trusted({ $in: roomIds }), floorSeq: trusted({ $gt: 0 }) }, { floorSeq: 1 })
    .lean();
  return new Map(found.map(({ _id, floorSeq = 0 }) => [String(_id), floorSeq]));
}
