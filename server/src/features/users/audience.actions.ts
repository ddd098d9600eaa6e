import type { EventName, EventPayload } from '@parley/shared/events';
import type { Server } from '../../platform/context.js';
import { findGeneralId, findRoomUnchecked, listSharedRoomIds } from '../rooms/rooms.access.js';
import { readWorkspace } from '../workspace/workspace.access.js';
import type { UserDoc } from './users.access.js';
import { viewMe, viewUser } from './users.view.js';

/** The rooms whose members see a person; undefined while everybody sees everybody. */
async function seenFrom(server: Server, userId: string): Promise<string[] | undefined> {
  const { directory } = await readWorkspace(server);
  return directory === 'everyone' ? undefined : await listSharedRoomIds(server, userId);
}

/** Publishes something about a person to those who may see them. */
export async function publishPerson<N extends EventName>(
  server: Server,
  userId: string,
  event: N,
  payload: EventPayload<N>,
): Promise<void> {
  const roomIds = await seenFrom(server, userId);
  if (roomIds) server.publish.toSeeing({ userId, roomIds }, event, payload);
  else server.publish.toEveryone(event, payload);
}

/** The same on this node alone. @param payload is made after the audience is known: made before, it could be out of date */
export async function publishPersonHere<N extends EventName>(
  server: Server,
  userId: string,
  event: N,
  payload: () => EventPayload<N>,
): Promise<void> {
  const roomIds = await seenFrom(server, userId);
  if (roomIds) server.publish.toSeeing({ userId, roomIds }, event, payload(), { here: true });
  else server.publish.toEveryoneHere(event, payload());
}

/**
 * Publishes to a room what one of its people does there, to those who may see them.
 * @param at whose, and where; with `exceptSelf` not to themself
 */
export async function publishInRoom<N extends EventName>(
  server: Server,
  { roomId, userId, exceptSelf }: { roomId: string; userId: string; exceptSelf?: true },
  event: N,
  payload: EventPayload<N>,
): Promise<void> {
  const options = exceptSelf ? { exceptUser: userId } : {};
  const limited = (await readWorkspace(server)).directory !== 'everyone';
  // All who see them are in General, as are many who do not.
  if (limited && roomId === (await findGeneralId(server))) {
    const roomIds = await listSharedRoomIds(server, userId);
    server.publish.toSeeing({ userId, roomIds }, event, payload, options);
  } else server.publish.toRoom(roomId, event, payload, { ...options, exceptVisitors: limited });
}

/** Publishes an account as it is now to those who may see it. */
export const publishAccount = (server: Server, user: UserDoc): Promise<void> =>
  publishPerson(server, String(user._id), 'user:changed', { user: viewUser(user) });

/** Publishes an account as it is now to all who may see it, and to the person. */
export async function tellOfUser(server: Server, user: UserDoc): Promise<void> {
  server.publish.toUser(String(user._id), 'me:changed', { me: viewMe(user) });
  await publishAccount(server, user);
}

/** Publishes a webhook to everybody who may read its room: for a private one, to its members alone. */
export async function tellOfBot(server: Server, bot: UserDoc): Promise<void> {
  const roomId = String(bot.speaksIn);
  const payload = { user: viewUser(bot) };
  const room = await findRoomUnchecked(server, roomId);
  if (room?.type === 'public') server.publish.toEveryone('user:changed', payload);
  else server.publish.toRoom(roomId, 'user:changed', payload);
}
