import { notFound } from '@parley/shared/errors';
import type { Actor, Server } from '../../platform/context.js';
import { findRoomOfAll, listOpenRoomIds, listRoomIds, loadRoom } from '../rooms/rooms.access.js';
import { listUsers, loadUser, type UserDoc } from './users.access.js';
import { viewUser } from './users.view.js';

/** Of these rooms those somebody may read. */
async function readable({ server, userId, role }: Actor, roomIds: string[]): Promise<Set<string>> {
  const [own, open] = await Promise.all([
    listRoomIds(server, userId),
    role === 'guest' ? new Set<string>() : listOpenRoomIds(server, roomIds),
  ]);
  const inOwn = new Set(own);
  return new Set(roomIds.filter((roomId) => inOwn.has(roomId) || open.has(roomId)));
}

/** All people, and the webhooks of rooms one may read: of others not even the name. */
export async function listPeople(actor: Actor): Promise<UserDoc[]> {
  const users = await listUsers(actor);
  const roomIds = new Set(users.flatMap(({ speaksIn }) => (speaksIn ? [String(speaksIn)] : [])));
  const rooms = roomIds.size === 0 ? roomIds : await readable(actor, [...roomIds]);
  return users.filter(({ bot, speaksIn }) => bot !== true || rooms.has(String(speaksIn)));
}

/** Another person, or a webhook of a room one may read. @throws not_found */
export async function loadPerson(actor: Actor, userId: string): Promise<UserDoc> {
  const user = await loadUser(actor, userId);
  if (user.bot !== true) return user;
  if (!user.speaksIn) throw notFound();
  await loadRoom(actor, String(user.speaksIn));
  return user;
}

/** Publishes a webhook to everybody who may read its room: of a private one to its members alone. */
export async function tellOfBot(server: Server, bot: UserDoc): Promise<void> {
  const roomId = String(bot.speaksIn);
  const payload = { user: viewUser(bot) };
  const room = await findRoomOfAll(server, roomId);
  if (room?.type === 'public') server.publish.toEveryone('user:changed', payload);
  else server.publish.toRoom(roomId, 'user:changed', payload);
}
