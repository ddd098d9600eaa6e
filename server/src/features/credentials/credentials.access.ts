import { Types } from 'mongoose';
import type { Server } from '../../platform/context.js';
import type { UserDoc } from '../users/users.access.js';
import { hasFormerPassword, moveFormerPasswords } from './credentials.former.js';
import { Credentials, type CredentialDoc, type PasswordDoc } from './credentials.model.js';

/** A person, and the credential by which they have just shown who they are. */
export interface Proven {
  user: UserDoc;
  credential: Pick<CredentialDoc, '_id' | 'kind' | 'setAt'>;
}

/**
 * Somebody's password. Accounts of webhooks have none.
 * @param user null for nobody: the database is asked all the same, so that the time does not tell
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
