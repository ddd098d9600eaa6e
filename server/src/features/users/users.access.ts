import { notFound } from '@parley/shared/errors';
import { trusted } from 'mongoose';
import { CONNECT_CACHE_MS, batchedRead, sharedRead } from '../../platform/batchedRead.js';
import type { Actor, Server } from '../../platform/context.js';
import { Users, type UserDoc } from './users.model.js';

export type { UserDoc };

/** The actor's account. @throws not_found when it was removed meanwhile. */
export async function loadMe(actor: Actor): Promise<UserDoc> {
  const user = await Users(actor.server).findById(actor.userId).lean();
  if (!user) throw notFound();
  return user;
}

/** Another person of the workspace. @throws not_found */
export async function loadUser(actor: Actor, userId: string): Promise<UserDoc> {
  const user = await Users(actor.server).findById(userId).lean();
  // Nobody sees an account that waits, but those who approve it.
  if (!user || user.waiting) throw notFound();
  return user;
}

/** Those of these people who exist and are active. */
export async function findActiveUsers(actor: Pick<Actor, 'server'>, userIds: string[]): Promise<UserDoc[]> {
  if (userIds.length === 0) return [];
  return await Users(actor.server)
    .find({ _id: trusted({ $in: userIds }), active: true, bot: trusted({ $ne: true }) })
    .lean();
}

/**
 * The ids of active people with these user names, present or former: a name has one owner.
 *
 * @param names in lower case
 * @returns by name as given; names without an owner are left out
 */
export async function findUserIdsByName(server: Server, names: string[]): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  const users = await Users(server)
    .find({ names: trusted({ $in: names }), active: true, bot: trusted({ $ne: true }) }, { names: 1 })
    .lean();
  const wanted = new Set(names);
  return new Map(
    users.flatMap((user) =>
      user.names.filter((name) => wanted.has(name)).map((name): [string, string] => [name, String(user._id)]),
    ),
  );
}

/**
 * The id for a present or former user name, also of people who have left: their messages are still there. Webhooks have none to type.
 *
 * @param name in lower case
 * @returns null when nobody has it
 */
export async function findAuthorIdByName(server: Server, name: string): Promise<string | null> {
  const user = await Users(server)
    .findOne({ names: name, bot: trusted({ $ne: true }) }, { _id: 1 })
    .lean();
  return user && String(user._id);
}

const readEverybody = sharedRead((server) =>
  Users(server).find({ waiting: null }).sort({ username: 1 }).limit(10_000).lean().exec(),
);

/** All people and webhooks: `directory.access` decides who sees them. Concurrent callers, as after the loss of a server, share one read. */
export const listUsers = ({ server }: Pick<Actor, 'server'>): Promise<UserDoc[]> => readEverybody(server);

/** People, of the workspace and not of webhooks, who are not erased; in the order of their ids, some at once. For programs, not for people. */
export async function* everyPerson(server: Server, atOnce = 500): AsyncGenerator<UserDoc[]> {
  for (let after: UserDoc['_id'] | undefined; ;) {
    const found: UserDoc[] = await Users(server)
      .find({
        bot: trusted({ $ne: true }),
        erased: trusted({ $ne: true }),
        ...(after ? { _id: trusted({ $gt: after }) } : {}),
      })
      .sort({ _id: 1 })
      .limit(atOnce)
      .lean();
    if (found.length > 0) yield found;
    if (found.length < atOnce) return;
    after = found.at(-1)?._id;
  }
}

/** Accounts read at once for the lists of those who manage people. */
const MANY = 5000;

const readAccounts = sharedRead(async (server) => {
  const all: UserDoc[] = [];
  for await (const some of everyPerson(server, MANY)) all.push(...some);
  return all;
});

/** The accounts of all people, deactivated ones too, without a permission check. */
export const listAccounts = (server: Server): Promise<UserDoc[]> => readAccounts(server);

/** The accounts of the webhooks of a room, also of removed ones. */
export const listBotsIn = (server: Server, roomId: string): Promise<UserDoc[]> =>
  Users(server).find({ speaksIn: roomId }).limit(1000).lean().exec();

/** Those of these people who show others what they have read. */
export async function findReceiptSharers(server: Server, userIds: string[]): Promise<Set<string>> {
  const users = await Users(server)
    .find({ _id: trusted({ $in: userIds }), showReceipts: true }, { _id: 1 })
    .lean();
  return new Set(users.map((user) => String(user._id)));
}

/** Accounts by their ids, without a permission check. */
export async function findAccounts(
  server: Pick<Server, 'connection'>,
  userIds: string[],
): Promise<Map<string, UserDoc>> {
  const found = await Users(server)
    .find({ _id: trusted({ $in: userIds }) })
    .lean();
  return new Map(found.map((user) => [String(user._id), user]));
}

/** Which of these people are erased. */
export async function findErased(
  server: Pick<Server, 'connection'>,
  userIds: string[],
): Promise<Set<string>> {
  if (userIds.length === 0) return new Set();
  const found = await findAccounts(server, userIds);
  return new Set([...found].flatMap(([id, { erased }]) => (erased ? [id] : [])));
}

/** An account by id, without a permission check; calls of the same turn are one query. */
export const findAccount = batchedRead<string, UserDoc>((userId) => userId, findAccounts);

/** The same, for connecting sockets. */
export const findAccountOfConnect = batchedRead<string, UserDoc>(
  (userId) => userId,
  findAccounts,
  CONNECT_CACHE_MS,
);

/**
 * An account by user name or e-mail, both in lower case. A former name signs in until another takes it: a browser may have it stored, it
 * belongs to one account, and the password decides.
 */
export const findAccountByLogin = (server: Server, login: string): Promise<UserDoc | null> =>
  Users(server)
    .findOne(login.includes('@') ? { email: login } : { names: login })
    .lean()
    .exec();

/** Whether nobody has registered yet. */
export const isUnclaimed = async (server: Server): Promise<boolean> =>
  (await Users(server).exists({})) === null;

/** How many accounts can sign in, and how many of them are owners. */
export async function countPeople(server: Server): Promise<{ people: number; owners: number }> {
  const able = { active: true, bot: trusted({ $ne: true as const }) };
  const [people, owners] = await Promise.all([
    Users(server).countDocuments(able),
    Users(server).countDocuments({ ...able, role: 'owner' }),
  ]);
  return { people, owners };
}
