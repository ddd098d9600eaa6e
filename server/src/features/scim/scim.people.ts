import { objectId } from '@parley/shared/ids';
import { trusted, Types } from 'mongoose';
import type { BusEvents } from '../../platform/bus.js';
import type { Server } from '../../platform/context.js';
import { duplicateKey, ignoringRepeats } from '../../platform/database.js';
import { everyPerson, findAccount, findAccountByLogin, type UserDoc } from '../users/users.access.js';
import { ScimPeople, type ScimPersonDoc } from './scim.model.js';
import { ScimFault } from './scim.errors.js';
import type { Said } from './scim.input.js';
import { userNameOf, type Person } from './scim.view.js';

/** A link whose account is not there after this time, in ms, is what a crash has left. */
const UNFINISHED_MS = 60_000;

export const keyOf = (userName: string): string => userName.normalize('NFC').toLowerCase();

const isPerson = (user: UserDoc | null | undefined): user is UserDoc =>
  user != null && user.bot !== true && user.erased !== true;

export const noSuchUser = (): ScimFault => new ScimFault(404, 'There is no such user.');

/** A person by their id. @throws ScimFault 404 */
export async function loadPerson(server: Server, id: string): Promise<Person> {
  const user = objectId.safeParse(id).success ? await findAccount(server, id) : undefined;
  const known = user && (await ScimPeople(server).findById(user._id).lean());
  if (!isPerson(user) || known?.gone) throw noSuchUser();
  return { user, known: known ?? undefined };
}

async function withKnown(server: Server, users: UserDoc[]): Promise<Person[]> {
  const known = await ScimPeople(server)
    .find({ _id: trusted({ $in: users.map(({ _id }) => _id) }) })
    .lean();
  const byId = new Map(known.map((one) => [String(one._id), one]));
  return users
    .map((user): Person => ({ user, known: byId.get(String(user._id)) }))
    .filter((person) => !person.known?.gone);
}

/** All accounts visible to a program, by id, in batches. */
export async function* listPeople(server: Server): AsyncGenerator<Person[]> {
  for await (const users of everyPerson(server)) yield await withKnown(server, users);
}

/** Somebody of the workspace without a program's name for them, by address or user name: so a program finds those who were here before it. */
export async function findUnknown(server: Server, key: string): Promise<Person | undefined> {
  const user = await findAccountByLogin(server, key);
  // A former name is not theirs any more.
  if (!isPerson(user) || (user.email !== key && user.username !== key)) return undefined;
  const known = await ScimPeople(server).findById(user._id).lean();
  return known ? undefined : { user, known: undefined };
}

/** Somebody by a program's name for them. */
export async function findByUserName(server: Server, userName: string): Promise<Person | undefined> {
  const known = await ScimPeople(server)
    .findOne({ key: keyOf(userName) })
    .lean();
  if (!known) return await findUnknown(server, keyOf(userName));
  const user = await findAccount(server, String(known._id));
  return isPerson(user) && !known.gone ? { user, known } : undefined;
}

const newDoc = (
  _id: Types.ObjectId,
  { userName, ...rest }: Pick<Said, 'userName'> & Partial<Said>,
): ScimPersonDoc => {
  const now = new Date();
  const said = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return { _id, version: 1, userName, key: keyOf(userName), ...said, createdAt: now, changedAt: now };
};

export const nameTaken = (): ScimFault => new ScimFault(409, 'Another user has this userName.', 'uniqueness');

/** What a program says about somebody, or would read of one it has not changed. */
export function saidOf(person: Person): Said {
  const { user, known } = person;
  return {
    userName: userNameOf(person),
    externalId: known?.externalId,
    givenName: known?.givenName,
    familyName: known?.familyName,
    emailType: known || user.email === null ? known?.emailType : 'work',
    emailPrimary: known || user.email === null ? known?.emailPrimary : true,
  };
}

/** Notes a program's name for a new account. @throws ScimFault when another has it */
export async function storeKnown(server: Server, _id: Types.ObjectId, said: Said): Promise<void> {
  try {
    await ScimPeople(server).create(newDoc(_id, said));
  } catch (error) {
    if (duplicateKey(error)) throw nameTaken();
    throw error;
  }
}

export const removeKnown = (server: Server, _id: Types.ObjectId): Promise<unknown> =>
  ScimPeople(server).deleteOne({ _id }).exec();

/**
 * Takes the next version of a person for one writer: of two that read the same, one goes on, on every node.
 * @returns false for the other
 */
export async function claim(server: Server, { user, known }: Person): Promise<boolean> {
  if (known) {
    const { modifiedCount } = await ScimPeople(server).updateOne(
      { _id: user._id, version: known.version },
      { $inc: { version: 1 }, $set: { changedAt: new Date() } },
    );
    return modifiedCount === 1;
  }
  try {
    await ScimPeople(server).create(newDoc(user._id, saidOf({ user, known })));
    return true;
  } catch (error) {
    if (duplicateKey(error)) return false;
    throw error;
  }
}

/** Changes what a program says about somebody. @throws ScimFault when another has the name */
export async function updateKnown(
  server: Server,
  _id: Types.ObjectId,
  { userName, ...rest }: Said & { gone: boolean },
): Promise<void> {
  const entries = Object.entries(rest);
  const isAbsent = (name: string, value: unknown): boolean =>
    value === undefined || (name === 'gone' && value === false);
  const set = Object.fromEntries(entries.filter(([name, value]) => !isAbsent(name, value)));
  const unset = entries.flatMap(([name, value]) => (isAbsent(name, value) ? [name] : []));
  try {
    await ScimPeople(server).updateOne(
      { _id },
      {
        $set: { ...set, userName, key: keyOf(userName) },
        ...(unset.length === 0 ? {} : { $unset: Object.fromEntries(unset.map((name) => [name, 1])) }),
      },
    );
  } catch (error) {
    if (duplicateKey(error)) throw nameTaken();
    throw error;
  }
}

/**
 * A program makes somebody whose name is noted: of one that it had deleted the account is there. What a crash has left is removed.
 * @returns the account that it had deleted; undefined when the name is free. @throws ScimFault when another has it
 */
export async function findDeleted(server: Server, userName: string): Promise<Person | undefined> {
  const known = await ScimPeople(server)
    .findOne({ key: keyOf(userName) })
    .lean();
  if (!known) return undefined;
  const user = await findAccount(server, String(known._id));
  if (isPerson(user)) {
    if (known.gone) return { user, known };
    throw nameTaken();
  }
  // Another request may be making the account. Of an erased person the name is free at once.
  const age = Date.now() - known.createdAt.getTime();
  if ((user as UserDoc | undefined)?.erased !== true && age < UNFINISHED_MS) throw nameTaken();
  await removeKnown(server, known._id);
  return undefined;
}

/** Removes what a program says about an erased person. */
export const forgetPerson = (server: Server, userId: string): Promise<unknown> =>
  ScimPeople(server).deleteOne({ _id: userId }).exec();

/** The same for the export of their data. */
export async function ownScimData(server: Server, userId: string): Promise<Record<string, unknown>> {
  const known = await ScimPeople(server).findById(userId).lean();
  if (!known) return {};
  const { userName, externalId = null, givenName = null, familyName = null, createdAt, changedAt } = known;
  return { provisioning: { userName, externalId, givenName, familyName, createdAt, changedAt } };
}

/**
 * Gives what a program says about a merged account to the one that stays, unless it has said something about that one too. The id of a
 * document cannot change: it is written under the other id as soon as its name is free. Idempotent but for a crash between the two
 * writes, after which the program finds the account by its address or user name.
 */
export async function moveKnown(server: Server, fromId: string, intoId: string): Promise<void> {
  const known = await ScimPeople(server).findById(fromId).lean();
  if (!known || (await ScimPeople(server).exists({ _id: intoId }))) return;
  await ScimPeople(server).deleteOne({ _id: fromId });
  const { gone: _gone, ...rest } = known;
  await ignoringRepeats(
    ScimPeople(server).create({ ...rest, _id: new Types.ObjectId(intoId), changedAt: new Date() }),
  );
}

/** Adds whether a merge would move what this feature has of somebody, or whether it would stay behind. */
export async function countKnown(
  server: Server,
  { userId, intoId, counts }: BusEvents['person.mergeCounted'],
): Promise<void> {
  if (!(await ScimPeople(server).exists({ _id: userId }))) return;
  counts.signIns += 1;
  if (await ScimPeople(server).exists({ _id: intoId })) counts.signInsLost += 1;
}
