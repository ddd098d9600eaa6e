import { AppError } from '@parley/shared/errors';
import { Types } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { duplicateKey } from '../../platform/database.js';
import { GroupGrants, type GroupGrantsDoc, type GroupSource } from './groupRules.model.js';

export type { GroupGrantsDoc, GroupSource };

/** What rules have given a person; null for nothing so far. */
export const findGrants = (server: Server, userId: string): Promise<GroupGrantsDoc | null> =>
  GroupGrants(server).findById(userId).lean().exec();

/** Everything of a person is written by one at a time: the version decides. @throws conflict */
const lost = (): AppError => new AppError('conflict');

/**
 * Notes what is about to be given. Before it is given: what a crash leaves is taken away again, and not taken for what others gave.
 * @returns the version to finish with
 * @throws conflict when something has changed since it was read
 */
export async function noteGiving(
  server: Server,
  known: GroupGrantsDoc | null,
  { userId, given, added }: { userId: string; given: GroupGrantsDoc['given']; added: string[] },
): Promise<number> {
  if (!known) {
    const made = { _id: new Types.ObjectId(userId), version: 1, sources: [], added };
    try {
      await GroupGrants(server).create(given ? { ...made, given } : made);
      return 1;
    } catch (error) {
      if (duplicateKey(error)) throw lost();
      throw error;
    }
  }
  const { modifiedCount } = await GroupGrants(server).updateOne(
    { _id: known._id, version: known.version },
    {
      ...(given ? { $set: { given } } : {}),
      $addToSet: { added: { $each: added } },
      $inc: { version: 1 },
    },
  );
  if (modifiedCount !== 1) throw lost();
  return known.version + 1;
}

/** Everything has been given, and taken away. @throws conflict */
export async function finishGiving(
  server: Server,
  { userId, version }: { userId: string; version: number },
  { sources, given }: Pick<GroupGrantsDoc, 'sources' | 'given'>,
): Promise<void> {
  const { modifiedCount } = await GroupGrants(server).updateOne(
    { _id: userId, version },
    {
      $set: { sources, ...(given ? { given } : {}) },
      ...(given ? {} : { $unset: { given: 1 } }),
      $inc: { version: 1 },
    },
  );
  if (modifiedCount !== 1) throw lost();
}

/** Somebody has left a room, or was removed from it: if they enter again, it is not by a rule. */
export const forgetAdded = (
  server: Server,
  { userId, roomId }: { userId: string; roomId: string },
): Promise<unknown> =>
  GroupGrants(server)
    .updateOne({ _id: userId, added: roomId }, { $pull: { added: roomId } })
    .exec();

export const removeGrants = (server: Server, userId: string): Promise<unknown> =>
  GroupGrants(server).deleteOne({ _id: userId }).exec();
