import { trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { Users, type UserDoc } from './users.model.js';

/** Ends expired statuses. Returns the people as they are now. */
export async function endStatuses(server: Server, now: Date): Promise<UserDoc[]> {
  const over = { statusUntil: trusted({ $lte: now }) };
  const ended: UserDoc[] = [];
  for (const { _id } of await Users(server).find(over, { _id: 1 }).limit(1000).lean()) {
    const user = await Users(server)
      .findOneAndUpdate(
        { _id, ...over },
        { $set: { statusText: '', statusEmoji: '', statusUntil: null }, $inc: { version: 1 } },
        { returnDocument: 'after' },
      )
      .lean();
    if (user) ended.push(user);
  }
  return ended;
}
