import { trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { Users, type UserDoc } from './users.model.js';

const waiting = (): object => ({ waiting: trusted({ $exists: true }) });

/** Accounts that wait, the oldest first. @param after the id of the last one read */
export const listWaiting = (server: Server, after: string | undefined, limit: number): Promise<UserDoc[]> =>
  Users(server)
    .find({ ...waiting(), ...(after === undefined ? {} : { _id: trusted({ $gt: after }) }) })
    .sort({ _id: 1 })
    .limit(limit)
    .lean()
    .exec();

export const countWaiting = (server: Server): Promise<number> =>
  Users(server).countDocuments(waiting()).exec();

/** Opens an account that waits. @returns it as it is now; null when it does not wait any more */
export const approveWaiting = (server: Server, userId: string): Promise<UserDoc | null> =>
  Users(server)
    .findOneAndUpdate(
      { _id: userId, ...waiting() },
      { $set: { active: true, approvedAt: new Date() }, $unset: { waiting: 1 }, $inc: { version: 1 } },
      { returnDocument: 'after' },
    )
    .lean()
    .exec();

/** Removes an account that waits: its names and its address are free. @returns what it was; null when it does not wait any more */
export const removeWaiting = (server: Server, userId: string): Promise<UserDoc | null> =>
  Users(server)
    .findOneAndDelete({ _id: userId, ...waiting() })
    .lean()
    .exec();

/** Takes what an approval has left for the page that waits. @returns whether it was there: it is taken once */
export async function takeApproval(server: Server, userId: string): Promise<boolean> {
  const { modifiedCount } = await Users(server).updateOne(
    { _id: userId, active: true, approvedAt: trusted({ $exists: true }) },
    { $unset: { approvedAt: 1 } },
  );
  return modifiedCount === 1;
}
