import { seesEverybody } from '@parley/shared/directory';
import type { Server } from '../../platform/context.js';
import { roomOfChannel, showTo, visit } from '../../platform/channels.js';
import type { Socket } from '../../platform/socket.js';
import { findEndedTokens } from '../accessTokens/accessTokens.access.js';
import { findGeneralId, listOpenRoomIds, listRoomIdsOf } from '../rooms/rooms.access.js';
import { findEndedSessions } from '../sessions/sessions.access.js';
import { findAccounts } from '../users/users.access.js';
import { readWorkspace } from '../workspace/workspace.access.js';

/** Ends sockets whose session or access token is gone. Returns those that stay. */
export async function endRevoked(server: Server, sockets: Socket[]): Promise<Socket[]> {
  const idsOf = (token: boolean): string[] => [
    ...new Set(
      sockets.flatMap(({ data: { actor } }) =>
        (actor.token !== undefined) === token ? [actor.sessionId] : [],
      ),
    ),
  ];
  const ended = new Set(
    (
      await Promise.all([findEndedSessions(server, idsOf(false)), findEndedTokens(server, idsOf(true))])
    ).flat(),
  );
  for (const socket of sockets) {
    if (!ended.has(socket.data.actor.sessionId)) continue;
    socket.emit('session:ended', { reason: 'revoked' });
    socket.disconnect(true);
  }
  for (const sessionId of ended) server.bus.publish('session.ended', { sessionId });
  return sockets.filter(({ data: { actor } }) => !ended.has(actor.sessionId));
}

/** Nodes whose link was down since their last check: they may have missed that a person was removed from a room. */
const wasBlind = new WeakSet<Server>();

/** Whether this node may have missed something of other nodes since the last check. */
export function mayHaveMissed(server: Server): boolean {
  const blind = server.redis ? server.redis.wasDown() : server.nodes.others > 0;
  const { lost } = server.nodes;
  server.nodes.lost = false;
  // Once more after the link is back, for what happened last.
  const before = wasBlind.delete(server);
  if (blind) wasBlind.add(server);
  return blind || before || lost;
}

/** Updates the roles of sockets, after other nodes' messages may have been lost. */
export async function renewRoles(server: Server, sockets: Socket[]): Promise<void> {
  const accounts = await findAccounts(server, [...new Set(sockets.map(({ data }) => data.actor.userId))]);
  for (const { data } of sockets) data.actor.role = accounts.get(data.actor.userId)?.role ?? data.actor.role;
}

/** Evicts sockets from rooms their people may no longer read, where the message of another node was lost. */
export async function evictMissed(server: Server, sockets: Socket[]): Promise<void> {
  const received = sockets.flatMap((socket) =>
    [...socket.rooms].flatMap((channel) => roomOfChannel(channel) ?? []),
  );
  const open = await listOpenRoomIds(server, [...new Set(received)]);
  const at = performance.now();
  const own = await listRoomIdsOf(server, [...new Set(sockets.map(({ data }) => data.actor.userId))]);
  for (const socket of sockets) {
    const { userId, role } = socket.data.actor;
    // Joined a room since: that was received, and the query is older.
    if (server.publish.movedSince(userId, at)) continue;
    for (const channel of socket.rooms) {
      const roomId = roomOfChannel(channel);
      if (roomId === undefined || own.get(userId)?.has(roomId) === true) continue;
      // A public room may be read without joining it, by everybody but guests.
      if (socket.data.openRooms.has(roomId) && role !== 'guest' && open.has(roomId)) continue;
      socket.data.openRooms.delete(roomId);
      await socket.leave(channel);
    }
  }
}

/** Retries for a person who joins and leaves rooms without a pause. */
const MOST_LOOKS = 20;

/** Has sockets receive changes of the people they may see now, and of no others. */
export async function renewSeen(server: Server, all: Socket[]): Promise<void> {
  let sockets = all;
  for (let look = 0; sockets.length > 0 && look < MOST_LOOKS; look++) {
    const at = performance.now();
    const [{ directory }, generalId] = await Promise.all([readWorkspace(server), findGeneralId(server)]);
    const sees = ({ data }: Socket): boolean => seesEverybody(directory, data.actor.role);
    const limited = sockets.filter((socket) => !sees(socket));
    const own = await listRoomIdsOf(server, [...new Set(limited.map(({ data }) => data.actor.userId))]);
    const moved: Socket[] = [];
    for (const socket of sockets) {
      const { userId } = socket.data.actor;
      const roomIds = [...(own.get(userId) ?? [])].filter((roomId) => roomId !== generalId);
      // The query may be out of date: repeated.
      if (server.publish.movedSince(userId, at)) moved.push(socket);
      else await showTo(socket, sees(socket) ? 'all' : { roomIds });
      if (!sees(socket))
        for (const roomId of socket.data.openRooms)
          if (own.get(userId)?.has(roomId) !== true) await visit(socket, roomId);
    }
    sockets = moved;
  }
}
