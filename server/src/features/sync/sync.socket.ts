import type { Server } from '../../platform/context.js';
import { channelsOf, roomOfChannel } from '../../platform/publish.js';
import { onCommand, type Socket, type SocketServer } from '../../platform/socket.js';
import { readHeads } from '../messages/messages.access.js';
import { listRoomIds, loadRoom } from '../rooms/rooms.access.js';
import { openRoom } from './sync.actions.js';
import { endRevoked, evictMissed, mayHaveMissed, renewRoles } from './sync.audit.js';

/** Lets a socket hear all rooms of its person. Asked twice: a room left in between must not be heard. */
export async function joinOwnRooms(socket: Socket, server: Server): Promise<void> {
  const { userId, sessionId } = socket.data.actor;
  // The person's own channel comes first: from here on, admissions and evictions reach this socket too.
  await socket.join(channelsOf(userId, sessionId, []));
  const before = await listRoomIds(server, userId);
  await socket.join(channelsOf(userId, sessionId, before));
  const now = new Set(await listRoomIds(server, userId));
  const added = [...now].filter((roomId) => !before.includes(roomId));
  await socket.join(channelsOf(userId, sessionId, added));
  for (const roomId of before) if (!now.has(roomId)) server.publish.evict(userId, roomId);
}

export function mountSyncCommands(socket: Socket, server: Server): void {
  onCommand(socket, server, 'room:open', async (actor, { roomId, sinceRev }) => {
    // Asked first, so that an outsider hears nothing; joined before the changes are read, so that none falls in between;
    // asked again by openRoom, because access may have been taken away meanwhile.
    await loadRoom(actor, roomId);
    const channel = `room:${roomId}`;
    const heard = socket.rooms.has(channel);
    if (!heard) await socket.join(channel);
    try {
      const opened = await openRoom(actor, roomId, sinceRev);
      socket.data.openRooms.add(roomId);
      return opened;
    } catch (error) {
      if (!heard) await socket.leave(channel);
      throw error;
    }
  });
  onCommand(socket, server, 'room:close', async (actor, { roomId }) => {
    socket.data.openRooms.delete(roomId);
    if (!(await listRoomIds(server, actor.userId)).includes(roomId)) await socket.leave(`room:${roomId}`);
    return null;
  });
}

/** So long a node has for each client that reads everything again, and no more in all, in ms. */
const SYNC_EACH_MS = 5;
const SYNC_MOST_MS = 10_000;

/**
 * Tells each connection the heads of its rooms, so that a broadcast lost on the way heals, and ends sockets whose session is
 * gone. Where more than messages may have been missed, it asks everybody to read all of their own again.
 */
export async function beat(io: SocketServer, server: Server): Promise<void> {
  const sockets = await endRevoked(server, [...io.sockets.sockets.values()]);
  if (mayHaveMissed(server)) {
    await renewRoles(server, sockets);
    await evictMissed(server, sockets);
    const within = Math.min(SYNC_MOST_MS, sockets.length * SYNC_EACH_MS);
    for (const socket of sockets) socket.emit('sync:due', { within });
  }
  const heads = new Map<string, Awaited<ReturnType<typeof readHeads>>>();
  for (const socket of sockets) {
    const roomIds = [...socket.rooms].flatMap((channel) => roomOfChannel(channel) ?? []);
    for (const roomId of roomIds) if (!heads.has(roomId)) heads.set(roomId, await readHeads(server, roomId));
    const rooms = roomIds.flatMap((roomId) => {
      const at = heads.get(roomId);
      return at ? [{ roomId, ...at }] : [];
    });
    if (rooms.length > 0) socket.emit('room:heads', { rooms });
  }
}
