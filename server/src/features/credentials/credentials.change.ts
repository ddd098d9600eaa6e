import type { Types } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { duplicateKey } from '../../platform/database.js';
import type { UserDoc } from '../users/users.access.js';
import { hasFormerPassword, moveFormerPasswords, removeFormerPassword } from './credentials.former.js';
import { Credentials, type PasswordDoc } from './credentials.model.js';

/**
 * Sets a person's password, whether they had one or not.
 * @param user as read; for somebody who registers, as the account will be
 */
export async function setPassword(server: Server, user: Pick<UserDoc, '_id'>, hash: string): Promise<void> {
  // First, or what the account holds would later replace the new one.
  if (hasFormerPassword(user)) await moveFormerPasswords(server.connection, [user._id]);
  const set = () =>
    Credentials(server).updateOne(
      { userId: user._id, kind: 'password' },
      { $set: { hash, setAt: new Date() } },
      { upsert: true },
    );
  try {
    await set();
  } catch (error) {
    // Two were set at once and both inserted: now there is one to replace.
    if (!duplicateKey(error)) throw error;
    await set();
  }
}

/** Replaces an older hash of the same password by a newer one, unless it was changed meanwhile. */
export async function renewPasswordHash(server: Server, known: PasswordDoc, hash: string): Promise<void> {
  await Credentials(server).updateOne({ _id: known._id, hash: known.hash }, { $set: { hash } });
}

/** Removes all credentials of a person. For an erased one, after the account is marked as erased. */
export async function removeCredentialsOf(server: Server, userId: Types.ObjectId): Promise<void> {
  await removeFormerPassword(server.connection, userId);
  await Credentials(server).deleteMany({ userId });
}
