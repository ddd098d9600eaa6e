import { AppError, notFound } from '@parley/shared/errors';
import { trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { duplicateKey } from '../../platform/database.js';
import { Users, type UserDoc } from './users.model.js';

const taken = (field: 'username' | 'email'): AppError =>
  field === 'username'
    ? new AppError('conflict', 'This user name is taken.', { fields: { username: 'is taken' } })
    : new AppError('conflict', 'This e-mail address is used by another account.', {
        fields: { email: 'is used by another account' },
      });

/**
 * Stores a new account.
 * @returns false when another became the founder at the same moment: try again as a member.
 * @throws conflict when the user name or the e-mail is taken.
 */
export async function insertAccount(server: Server, user: UserDoc): Promise<boolean> {
  try {
    await Users(server).create(user);
    return true;
  } catch (error) {
    const key = duplicateKey(error);
    if (key?.['username'] !== undefined) throw taken('username');
    if (key?.['email'] !== undefined) throw taken('email');
    if (key?.['founder'] !== undefined) return false;
    throw error;
  }
}

/**
 * Sets somebody's role and whether they may come in. That an owner stays is asked after the write and undone if not: two
 * owners who demote each other at once both see the other's write, and none is lost for good.
 *
 * @throws conflict when no active owner would be left
 */
export async function updateStanding(
  server: Server,
  userId: string,
  standing: Pick<UserDoc, 'role' | 'active'>,
): Promise<UserDoc> {
  const before = await Users(server)
    .findByIdAndUpdate(userId, { $set: standing, $inc: { version: 1 } }, { returnDocument: 'before' })
    .lean();
  if (!before) throw notFound();
  const owners = await Users(server).countDocuments({ role: 'owner', active: true });
  if (owners > 0) return { ...before, ...standing, version: before.version + 1 };
  await Users(server).updateOne(
    { _id: userId },
    { $set: { role: before.role, active: before.active }, $inc: { version: 1 } },
  );
  throw new AppError('conflict', 'Somebody must own the workspace. Make another person owner first.');
}

/** When somebody's picture was set; null for none. */
export const updatePicture = (server: Server, userId: string, at: Date | null): Promise<UserDoc | null> =>
  Users(server)
    .findByIdAndUpdate(userId, { $set: { pictureAt: at }, $inc: { version: 1 } }, { returnDocument: 'after' })
    .lean()
    .exec();

/** Ends statuses whose time is over. Returns the people as they are now. */
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

/** The account of a webhook speaks no more; its name stays with what it said. */
export const retireBot = (server: Server, userId: string): Promise<UserDoc | null> =>
  Users(server)
    .findOneAndUpdate(
      { _id: userId, bot: true },
      { $set: { active: false }, $inc: { version: 1 } },
      { returnDocument: 'after' },
    )
    .lean()
    .exec();

export async function setPasswordHash(server: Server, userId: string, passwordHash: string): Promise<void> {
  await Users(server).updateOne({ _id: userId }, { $set: { passwordHash } });
}
