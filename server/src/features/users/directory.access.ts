import { seesEverybody } from '@parley/shared/directory';
import { notFound } from '@parley/shared/errors';
import type { Actor, Server } from '../../platform/context.js';
import {
  findMembersAmong,
  listOpenRoomIds,
  listRoomIds,
  listSharedRoomIds,
  listUserIdsIn,
  loadRoom,
} from '../rooms/rooms.access.js';
import { readWorkspace } from '../workspace/workspace.access.js';
import { findActiveUsers, findAuthorIdByName, listUsers, loadUser, type UserDoc } from './users.access.js';

/** Filters rooms by whether the actor may read them. */
async function readable({ server, userId, role }: Actor, roomIds: string[]): Promise<Set<string>> {
  const [own, open] = await Promise.all([
    listRoomIds(server, userId),
    role === 'guest' ? new Set<string>() : listOpenRoomIds(server, roomIds),
  ]);
  const inOwn = new Set(own);
  return new Set(roomIds.filter((roomId) => inOwn.has(roomId) || open.has(roomId)));
}

type Asker = Pick<Actor, 'server' | 'userId' | 'role'>;

/** Whether the actor sees all people of the workspace, by its settings. */
export const seesAll = async ({ server, role }: Pick<Actor, 'server' | 'role'>): Promise<boolean> =>
  seesEverybody((await readWorkspace(server)).directory, role);

/** Filters people by whether the asker may see them. Not for bots: `listPeople` and `loadPerson` decide who sees those. */
export async function seenAmong(asker: Asker, userIds: string[]): Promise<Set<string>> {
  if (userIds.length === 0 || (await seesAll(asker))) return new Set(userIds);
  const { server, userId } = asker;
  const shared = await listSharedRoomIds(server, userId);
  const members = await findMembersAmong(server, shared, userIds);
  return new Set([
    ...userIds.filter((id) => id === userId),
    ...members.map((member) => String(member.userId)),
  ]);
}

/** Filters what belongs to people by whether the asker may see them. */
export async function onlySeen<T>(asker: Asker, all: T[], userIdOf: (one: T) => string): Promise<T[]> {
  const seen = await seenAmong(asker, all.map(userIdOf));
  return all.filter((one) => seen.has(userIdOf(one)));
}

/** @throws not_found for a person one may not see, as for one who does not exist */
export async function requireSeen(asker: Asker, userId: string): Promise<void> {
  if (!(await seenAmong(asker, [userId])).has(userId)) throw notFound();
}

/** Everybody the asker may see; undefined for all. */
async function findSeen(asker: Asker): Promise<Set<string> | undefined> {
  if (await seesAll(asker)) return undefined;
  const { server, userId } = asker;
  return new Set([userId, ...(await listUserIdsIn(server, await listSharedRoomIds(server, userId)))]);
}

/** All people one may see, and the webhooks of rooms one may read: of others not even the name. */
export async function listPeople(actor: Actor): Promise<UserDoc[]> {
  const [users, seen] = await Promise.all([listUsers(actor), findSeen(actor)]);
  const roomIds = new Set(users.flatMap(({ speaksIn }) => (speaksIn ? [String(speaksIn)] : [])));
  const rooms = roomIds.size === 0 ? roomIds : await readable(actor, [...roomIds]);
  return users.filter(({ _id, bot, speaksIn }) =>
    bot === true ? rooms.has(String(speaksIn)) : seen?.has(String(_id)) !== false,
  );
}

/** Another person one may see, or a webhook of a room one may read. @throws not_found */
export async function loadPerson(actor: Actor, userId: string): Promise<UserDoc> {
  const [user, seen] = await Promise.all([loadUser(actor, userId), seenAmong(actor, [userId])]);
  if (user.bot !== true) {
    if (!seen.has(userId)) throw notFound();
    return user;
  }
  if (!user.speaksIn) throw notFound();
  await loadRoom(actor, String(user.speaksIn));
  return user;
}

/** Filters people by whether they exist, are active, and are visible: who can be added to a room, or written to. */
export async function findReachable(actor: Actor, userIds: string[]): Promise<UserDoc[]> {
  const found = await findActiveUsers(actor, userIds);
  return await onlySeen(actor, found, ({ _id }) => String(_id));
}

/** The id for a present or former user name, among the people one may see. @param name in lower case */
export async function findSeenIdByName(actor: Actor, name: string): Promise<string | null> {
  const userId = await findAuthorIdByName(actor.server, name);
  return userId !== null && (await seenAmong(actor, [userId])).has(userId) ? userId : null;
}

/** Filters people by whether a webhook, which has no directory, may mention them: the members of its room. */
export async function callableIn(server: Server, roomId: string, userIds: string[]): Promise<Set<string>> {
  const { directory } = await readWorkspace(server);
  if (directory === 'everyone' || userIds.length === 0) return new Set(userIds);
  const members = await findMembersAmong(server, [roomId], userIds);
  return new Set(members.map((member) => String(member.userId)));
}
