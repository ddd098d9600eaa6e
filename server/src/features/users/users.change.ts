import { AppError, notFound } from '@parley/shared/errors';
import { faultOf } from '@parley/shared/faults';
import { refusal } from '@parley/shared/refusals';
import { limits } from '@parley/shared/limits';
import { trusted, Types } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { duplicateKey } from '../../platform/database.js';
import { Users, type UserDoc } from './users.model.js';

const taken = (field: 'username' | 'email'): AppError =>
  field === 'username'
    ? refusal('names.taken', {}, { errors: [faultOf('username', 'usernameTaken')] })
    : refusal('accounts.emailTaken', {}, { errors: [faultOf('email', 'emailTaken')] });

const isName = (key: Record<string, unknown> | undefined): boolean =>
  key?.['username'] !== undefined || key?.['names'] !== undefined;

/**
 * Stores a new account.
 * @returns false when another account became the founder at the same moment: retry as a member.
 * @throws conflict when the user name or the e-mail is taken.
 */
export async function insertAccount(server: Server, user: Omit<UserDoc, 'names'>): Promise<boolean> {
  try {
    await Users(server).create({ ...user, names: [user.username] });
    return true;
  } catch (error) {
    const key = duplicateKey(error);
    if (isName(key)) throw taken('username');
    if (key?.['email'] !== undefined) throw taken('email');
    if (key?.['founder'] !== undefined) return false;
    throw error;
  }
}

const HELD_MS = limits.formerNameDays * 86_400_000;
/** Concurrent changes of the same person may win; each retry reads their names again. */
const MOST_TRIES = 10;

/** The names of a person who takes another one: reserved ones, and of the others as many as fit. @throws conflict when too many are reserved */
function namesWith({ username, formerNames = [] }: UserDoc, wanted: string, now: Date) {
  const former = [
    { name: username, until: new Date(now.getTime() + HELD_MS) },
    ...formerNames.filter(({ name }) => name !== wanted && name !== username),
  ];
  const held = former.filter(({ until }) => until > now);
  if (held.length > limits.formerNames)
    throw refusal('names.changes', { times: limits.formerNames, days: limits.formerNameDays });
  const stored = former.slice(0, limits.formerNames);
  return { username: wanted, names: [wanted, ...stored.map(({ name }) => name)], formerNames: stored };
}

/**
 * Changes a person's user name; the old one stays reserved for a while. One write, so that it is atomic: the unique index over all names
 * decides against everybody else, and the version against other changes of the same person.
 *
 * @param username in the form that `username` of shared/users.ts makes
 * @returns the person as stored, unchanged when they have that name already
 * @throws not_found, conflict when another has or had the name, or too many are reserved
 */
export async function updateName(
  server: Server,
  userId: string,
  username: string,
  now: Date,
): Promise<{ user: UserDoc; fresh: boolean }> {
  for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
    const known = await Users(server)
      .findOne({ _id: userId, bot: trusted({ $ne: true }) })
      .lean();
    if (!known) throw notFound();
    if (known.username === username) return { user: known, fresh: false };
    try {
      const user = await Users(server)
        .findOneAndUpdate(
          { _id: userId, version: known.version },
          { $set: namesWith(known, username, now), $inc: { version: 1 } },
          { returnDocument: 'after' },
        )
        .lean();
      if (user) return { user, fresh: true };
    } catch (error) {
      if (isName(duplicateKey(error))) throw taken('username');
      throw error;
    }
  }
  throw new AppError('conflict');
}

/**
 * Takes a former name whose reservation has ended from its owner, because somebody else wants it now. If they then do not get it, the name
 * is free, which harms nobody.
 *
 * @returns the former owner
 */
export const releaseName = (
  server: Server,
  { name, exceptId, now }: { name: string; exceptId: string | undefined; now: Date },
): Promise<UserDoc | null> =>
  Users(server)
    .findOneAndUpdate(
      {
        names: name,
        username: trusted({ $ne: name }),
        formerNames: trusted({ $elemMatch: { name, until: { $lte: now } } }),
        ...(exceptId === undefined ? {} : { _id: trusted({ $ne: new Types.ObjectId(exceptId) }) }),
      },
      { $pull: { names: name, formerNames: { name } }, $inc: { version: 1 } },
      { returnDocument: 'after' },
    )
    .lean()
    .exec();

const notBanned = (): object => ({
  $or: [{ 'ban.until': null }, { 'ban.until': trusted({ $lte: new Date() }) }],
});

/** Whether an active owner is there. @param but somebody who does not count */
export const hasOwner = async (server: Pick<Server, 'connection'>, but?: string): Promise<boolean> =>
  (await Users(server).exists({
    role: 'owner',
    active: true,
    ...notBanned(),
    ...(but === undefined ? {} : { _id: trusted({ $ne: new Types.ObjectId(but) }) }),
  })) !== null;

const needsOwner = (): AppError => refusal('accounts.lastOwner');

/**
 * A server that crashed between the two writes of `updateStanding` may have left a workspace without an owner: the admin of longest standing
 * becomes one, or else the founder. Idempotent.
 * @returns the new owner; null when there was one already, or there is nobody
 */
export async function ensureWorkspaceOwner(server: Pick<Server, 'connection'>): Promise<UserDoc | null> {
  if (await hasOwner(server)) return null;
  const owner = { $set: { role: 'owner' as const }, $inc: { version: 1 } };
  const options = { sort: { _id: 1 as const }, returnDocument: 'after' as const };
  return (
    (await Users(server).findOneAndUpdate({ role: 'admin', active: true }, owner, options).lean()) ??
    (await Users(server).findOneAndUpdate({ founder: 1, active: true }, owner, options).lean())
  );
}

/**
 * Sets a person's role and whether they are active. That an owner stays is checked before the write and after it, and undone if not: two
 * owners who demote each other at once both see the other's write, and none is lost for good.
 * @param known with it only an account that still has this role is changed, and stays active
 * @throws conflict when no active owner would be left, not_found
 */
export async function updateStanding(
  server: Server,
  userId: string,
  standing: Pick<UserDoc, 'role' | 'active'>,
  known?: UserDoc['role'],
): Promise<UserDoc> {
  const stays = standing.role === 'owner' && standing.active;
  if (!stays && !(await hasOwner(server, userId))) throw needsOwner();
  const at = { _id: userId, ...(known === undefined ? {} : { role: known, active: true }) };
  const set = { $set: standing, $inc: { version: 1 } };
  const before = await Users(server).findOneAndUpdate(at, set, { returnDocument: 'before' }).lean();
  if (!before) throw notFound();
  if (stays || (await hasOwner(server))) return { ...before, ...standing, version: before.version + 1 };
  await Users(server).updateOne(
    { _id: userId },
    { $set: { role: before.role, active: before.active }, $inc: { version: 1 } },
  );
  throw needsOwner();
}

/**
 * Bans a person, or ends their ban, and leaves everything else as it is. That an owner stays is checked as in `updateStanding`.
 *
 * @param ban undefined to end it
 * @throws not_found, conflict when no owner would be left who can sign in
 */
export async function updateBan(
  server: Server,
  userId: string,
  ban: UserDoc['ban'],
): Promise<{ before: UserDoc; user: UserDoc }> {
  if (ban && !(await hasOwner(server, userId))) throw needsOwner();
  const set = (to: UserDoc['ban']) =>
    to ? { $set: { ban: to }, $inc: { version: 1 } } : { $unset: { ban: 1 as const }, $inc: { version: 1 } };
  const before = await Users(server).findByIdAndUpdate(userId, set(ban), { returnDocument: 'before' }).lean();
  if (!before) throw notFound();
  if (ban && !(await hasOwner(server))) {
    await Users(server).updateOne({ _id: userId }, set(before.ban));
    throw needsOwner();
  }
  const { ban: _former, ...rest } = before;
  return { before, user: { ...rest, ...(ban ? { ban } : {}), version: before.version + 1 } };
}

/** The fields of an account that others may change. */
export type Profile = Partial<Pick<UserDoc, 'displayName' | 'email'>>;

/** Changes name or e-mail. @throws not_found, conflict when another has the e-mail */
export async function updateProfile(server: Server, userId: string, profile: Profile): Promise<UserDoc> {
  try {
    const user = await Users(server)
      .findOneAndUpdate(
        { _id: userId, bot: trusted({ $ne: true }) },
        {
          $set: { ...profile, ...(profile.email === undefined ? {} : { emailWanted: null }) },
          $inc: { version: 1 },
        },
        { returnDocument: 'after' },
      )
      .lean();
    if (!user) throw notFound();
    return user;
  } catch (error) {
    if (duplicateKey(error)?.['email'] !== undefined) throw taken('email');
    throw error;
  }
}

/** Resets the counters of failed sign-ins of this person. */
export async function setUnlocked(server: Server, userId: string, at: Date): Promise<void> {
  await Users(server).updateOne({ _id: userId }, { $set: { unlockedAt: at } });
}

/** Removes all personal data from an account: its names and its e-mail address are free. Idempotent. */
export async function eraseAccount(server: Server, userId: string): Promise<UserDoc> {
  // A name that nobody can choose, and one for each account, as the index is unique.
  const username = `deleted:${userId}`;
  const user = await Users(server)
    .findOneAndUpdate(
      { _id: userId, bot: trusted({ $ne: true }) },
      {
        $set: {
          username,
          names: [username],
          displayName: 'Deleted account',
          email: null,
          emailWanted: null,
          statusText: '',
          statusEmoji: '',
          showReceipts: false,
          presenceMode: 'auto',
          role: 'member',
          active: false,
          erased: true,
        },
        $unset: {
          formerNames: 1,
          statusUntil: 1,
          pictureAt: 1,
          timeZone: 1,
          keywords: 1,
          quiet: 1,
          unlockedAt: 1,
          mutes: 1,
          blocked: 1,
          ban: 1,
          notices: 1,
          seenAt: 1,
        },
        $inc: { version: 1 },
      },
      { returnDocument: 'after' },
    )
    .lean();
  if (!user) throw notFound();
  return user;
}

/** When somebody's picture was set; null for none. */
export const updatePicture = (server: Server, userId: string, at: Date | null): Promise<UserDoc | null> =>
  Users(server)
    .findByIdAndUpdate(userId, { $set: { pictureAt: at }, $inc: { version: 1 } }, { returnDocument: 'after' })
    .lean()
    .exec();

/** Deactivates the account of a webhook; its name stays with its messages. */
export const retireBot = (server: Server, userId: string): Promise<UserDoc | null> =>
  Users(server)
    .findOneAndUpdate(
      { _id: userId, bot: true },
      { $set: { active: false }, $inc: { version: 1 } },
      { returnDocument: 'after' },
    )
    .lean()
    .exec();
