import { AppError } from '@parley/shared/errors';
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

export async function setPasswordHash(server: Server, userId: string, passwordHash: string): Promise<void> {
  await Users(server).updateOne({ _id: userId }, { $set: { passwordHash } });
}
