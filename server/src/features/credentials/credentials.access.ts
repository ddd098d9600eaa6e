import { Types, trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import type { UserDoc } from '../users/users.access.js';
import { hasFormerPassword, moveFormerPasswords } from './credentials.former.js';
import { Credentials, type CredentialDoc, type PasswordDoc } from './credentials.model.js';

/** A verified person, and the credential they used. */
export interface Proven {
  user: UserDoc;
  credential: Pick<CredentialDoc, '_id' | 'kind' | 'setAt'>;
}

/**
 * A person's password. Accounts of webhooks have none.
 * @param user null for nobody: the query runs all the same, so that the time reveals nothing
 */
export async function findPassword(
  server: Server,
  user: Pick<UserDoc, '_id'> | null,
): Promise<PasswordDoc | null> {
  if (user && hasFormerPassword(user)) await moveFormerPasswords(server.connection, [user._id]);
  return await Credentials(server)
    .findOne({ userId: user?._id ?? new Types.ObjectId(), kind: 'password' })
    .lean<PasswordDoc>();
}

/** A credential by its id; null when it was removed. */
export const findCredential = (server: Server, credentialId: string): Promise<CredentialDoc | null> =>
  Credentials(server).findById(credentialId).lean<CredentialDoc>().exec();

/** The hashes of all passwords. */
export async function listPasswordHashes(server: Server): Promise<string[]> {
  const found = await Credentials(server).find({ kind: 'password' }, { hash: 1 }).lean<PasswordDoc[]>();
  return found.map(({ hash }) => hash);
}

/** Those of these people who have a password. */
export async function findWhoHasPassword(server: Server, userIds: string[]): Promise<Set<string>> {
  const found = await Credentials(server)
    .find({ userId: trusted({ $in: userIds }), kind: 'password' }, { userId: 1 })
    .lean<PasswordDoc[]>();
  return new Set(found.map(({ userId }) => String(userId)));
}
