import type { Connection, Types, mongo } from 'mongoose';
import { ignoringRepeats } from '../../platform/database.js';

/*
 * Until version 15 of the data the hash of a password was `passwordHash` in the user's document, and '-' where there was none. Servers from
 * before may still run and write it. Each function here can end anywhere, run again, and run on several nodes at once.
 */

const BATCH = 500;

interface FormerUser {
  _id: Types.ObjectId;
  passwordHash?: unknown;
  erased?: true;
}

interface Password {
  _id: Types.ObjectId;
  userId: Types.ObjectId;
  kind: 'password';
  hash: string;
  setAt: Date;
}

const usersOf = (connection: Connection) => connection.collection<FormerUser>('users');
const credentialsOf = (connection: Connection) => connection.collection<Password>('credentials');

/** Whether an account, as it was read, holds the hash of its password itself. */
export const hasFormerPassword = (user: object): boolean => 'passwordHash' in user;

/** The hash an account holds; undefined where it is none that a password could have. */
const hashIn = ({ passwordHash }: FormerUser): string | undefined =>
  typeof passwordHash === 'string' && passwordHash.startsWith('$2') ? passwordHash : undefined;

async function findPasswords(
  connection: Connection,
  userIds: Types.ObjectId[],
): Promise<Map<string, Password>> {
  const found = await credentialsOf(connection)
    .find({ userId: { $in: userIds }, kind: 'password' })
    .toArray();
  return new Map(found.map((password) => [String(password.userId), password]));
}

/** The write that makes a credential equal to the account's; none where it is. No effect when the credential has changed since. */
function writesFor(user: FormerUser, known: Password | undefined): mongo.AnyBulkWriteOperation<Password>[] {
  const hash = hashIn(user);
  if (known?.hash === hash) return [];
  if (known === undefined)
    return [
      {
        insertOne: { document: { userId: user._id, kind: 'password', hash, setAt: new Date() } as Password },
      },
    ];
  const filter = { _id: known._id, hash: known.hash };
  if (hash === undefined) return [{ deleteOne: { filter } }];
  return [{ updateOne: { filter, update: { $set: { hash, setAt: new Date() } } } }];
}

/**
 * The credentials are read before the accounts. An account loses its hash only after its credential has it, so what is still in the
 * account then is newer than the credential that was read, or the same; and where somebody has set another password meanwhile, the
 * write finds another credential than it expects.
 */
async function moveBatch(connection: Connection, userIds: Types.ObjectId[]): Promise<void> {
  const [users, credentials] = [usersOf(connection), credentialsOf(connection)];
  const known = await findPasswords(connection, userIds);
  const holders = await users
    .find({ _id: { $in: userIds }, passwordHash: { $exists: true } }, { projection: { passwordHash: 1 } })
    .toArray();
  const writes = holders.flatMap((user) => writesFor(user, known.get(String(user._id))));
  if (writes.length > 0) await ignoringRepeats(credentials.bulkWrite(writes, { ordered: false }));
  const now = await findPasswords(connection, userIds);
  const moved = holders.filter((user) => now.get(String(user._id))?.hash === hashIn(user));
  if (moved.length > 0)
    await users.bulkWrite(
      moved.map(({ _id, passwordHash }) => ({
        updateOne: { filter: { _id, passwordHash }, update: { $unset: { passwordHash: '' } } },
      })),
    );
  // Somebody who was erased between the two reads must not have a password again.
  const erased = await users
    .find({ _id: { $in: userIds }, erased: true }, { projection: { _id: 1 } })
    .toArray();
  if (erased.length > 0) await credentials.deleteMany({ userId: { $in: erased.map(({ _id }) => _id) } });
}

/**
 * Moves the hashes that accounts hold to the credentials. What an account holds is newer than its credential.
 * @param userIds of these alone; of everybody when absent
 */
export async function moveFormerPasswords(connection: Connection, userIds?: Types.ObjectId[]): Promise<void> {
  const filter = { passwordHash: { $exists: true }, ...(userIds ? { _id: { $in: userIds } } : {}) };
  for (;;) {
    const found = await usersOf(connection)
      .find(filter, { projection: { _id: 1 } })
      .limit(BATCH)
      .toArray();
    if (found.length === 0) return;
    await moveBatch(
      connection,
      found.map(({ _id }) => _id),
    );
  }
}

/** Deletes what an account holds. */
export async function removeFormerPassword(connection: Connection, userId: Types.ObjectId): Promise<void> {
  await usersOf(connection).updateOne({ _id: userId }, { $unset: { passwordHash: '' } });
}
