import { AppError } from '@parley/shared/errors';
import { refusal } from '@parley/shared/refusals';
import { limits } from '@parley/shared/limits';
import type { Server } from '../../platform/context.js';
import {
  channelOfUser,
  channelsOf,
  endVisit,
  roomOfChannel,
  visit,
  type Seen,
} from '../../platform/channels.js';
import type { Commands } from '../../platform/commands.js';
import type { Socket, SocketServer } from '../../platform/socket.js';
import { findNewest, readNewest } from '../messages/messages.access.js';
import { findGeneralId, listRoomIds, loadRoom } from '../rooms/rooms.access.js';
import { seesAll } from '../users/directory.access.js';
import { findAccountOfConnect } from '../users/users.access.js';
import { openRoom } from './sync.actions.js';
import { endRevoked, evictMissed, mayHaveMissed, renewRoles, renewSeen } from './sync.audit.js';

/** A person who comes and goes in so many rooms that no answer is of now comes back later. */
const MAX_REQUESTED = 20;

/**
 * The rooms somebody is in, as they are at this moment: read again while somebody takes them into one or out of one. What is done with the
 * answer in the same turn of the event loop is right.
 *
 * @throws unavailable when they are never left alone
 */
async function ownRoomIds(server: Server, userId: string): Promise<string[]> {
  for (let requested = 0; requested < MAX_REQUESTED; requested++) {
    const at = performance.now();
    const roomIds = await listRoomIds(server, userId);
    if (!server.publish.movedSince(userId, at)) return roomIds;
  }
  throw new AppError('unavailable');
}

/**
 * The rooms of somebody who connects, and whom they see, as they are at this moment; their role too, which can have changed since they were
 * let in.
 * @throws unavailable when they are never left alone
 */
async function ownPlaces(socket: Socket, server: Server): Promise<{ roomIds: string[]; seen: Seen }> {
  const { actor } = socket.data;
  let at = socket.data.connectingSince;
  for (let requested = 0; requested < MAX_REQUESTED; requested++) {
    const [roomIds, all, generalId] = await Promise.all([
      listRoomIds(server, actor.userId),
      seesAll(actor),
      findGeneralId(server),
    ]);
    const seen = all ? 'all' : { roomIds: roomIds.filter((roomId) => roomId !== generalId) };
    if (!server.publish.movedSince(actor.userId, at)) return { roomIds, seen };
    at = performance.now();
    actor.role = (await findAccountOfConnect(server, actor.userId))?.role ?? actor.role;
  }
  throw new AppError('unavailable');
}

/** Retry interval for a person who has too many connections, in seconds: those that are dead are found within it. */
const UNTIL_SOME_ARE_GONE = 30;

/** @param more how many come to those that are there. @throws rate_limited */
function requireFew(socket: Socket, server: Server, more: number): void {
  const { RATE_LIMITS, SOCKETS_PER_PERSON } = server.config;
  const there = socket.nsp.adapter.rooms.get(channelOfUser(socket.data.actor.userId))?.size ?? 0;
  if (RATE_LIMITS && there + more > SOCKETS_PER_PERSON)
    throw refusal('limits.connections', {}, { retryAfter: UNTIL_SOME_ARE_GONE });
}

/**
 * Has a socket receive all rooms of its person. It is still connecting, where neither admissions nor evictions nor cuts reach it; so it looks
 * whether there was one, and is connected before another can come: Socket.IO does that in the same turn of the event loop.
 *
 * @throws unauthenticated when its session was ended meanwhile, rate_limited when its person has too many
 */
export async function joinOwnRooms(socket: Socket, server: Server): Promise<void> {
  const { userId, sessionId } = socket.data.actor;
  requireFew(socket, server, 1);
  const { roomIds, seen } = await ownPlaces(socket, server);
  if (server.publish.cutSince({ userId, sessionId }, socket.data.connectingSince))
    throw new AppError('unauthenticated');
  await socket.join(channelsOf({ userId, sessionId }, roomIds, seen));
  // Again, now that it counts among them: many can have come at once.
  requireFew(socket, server, 0);
}

/** Ceases to receive a room that one has looked into, unless one is in it. */
async function leaveVisited(socket: Socket, server: Server, roomId: string): Promise<void> {
  const own = await ownRoomIds(server, socket.data.actor.userId);
  if (!own.includes(roomId)) await socket.leave(`room:${roomId}`);
  await endVisit(socket, roomId);
}

/** About how many messages an answer to `room:open` has. */
async function countBehind(server: Server, roomId: string, sinceRev: number | null): Promise<number> {
  if (sinceRev === null) return limits.pageDefault;
  const { heads } = await findNewest(server, roomId);
  return Math.min(limits.catchUp, Math.max(1, heads.headRev - sinceRev));
}

/** An access token that may only read opens rooms, too. */
const READING = { scope: 'read' } as const;

export function mountSyncCommands(commands: Commands): void {
  const { server } = commands;
  commands.on(
    'room:open',
    async (actor, { roomId, sinceRev }, socket) => {
      // Checked first, so that an outsider receives nothing; joined before the changes are read, so that none falls in between;
      // checked again by openRoom, because access may have been taken away meanwhile.
      await loadRoom(actor, roomId);
      await server.limits.pace(actor.userId, await countBehind(server, roomId, sinceRev));
      // Access may have been taken away while this waited.
      const { member } = await loadRoom(actor, roomId);
      if (!member && !(await seesAll(actor))) await visit(socket, roomId);
      const channel = `room:${roomId}`;
      const received = socket.rooms.has(channel);
      if (!received) await socket.join(channel);
      try {
        const opened = await openRoom(actor, roomId, sinceRev);
        socket.data.openRooms.add(roomId);
        return opened;
      } catch (error) {
        // Where nobody can say whether one is in it, not to receive is the lesser fault.
        if (!received) await leaveVisited(socket, server, roomId).catch(() => socket.leave(channel));
        throw error;
      }
    },
    READING,
  );
  commands.on(
    'room:close',
    async (_actor, { roomId }, socket) => {
      socket.data.openRooms.delete(roomId);
      await leaveVisited(socket, server, roomId);
      return null;
    },
    READING,
  );
}

/** Time of a node for each client that reads everything again, and no more in all, in ms. */
const SYNC_EACH_MS = 5;
const SYNC_MOST_MS = 10_000;

/** Pages read all of their own again: not all at once. */
function syncSoon(sockets: Socket[]): void {
  const within = Math.min(SYNC_MOST_MS, sockets.length * SYNC_EACH_MS);
  for (const socket of sockets) socket.emit('sync:due', { within });
}

/** Whom people see has changed: the sockets of this node receive of them alone, and their pages read again who they are. */
export async function showAnew(io: SocketServer, server: Server): Promise<void> {
  const sockets = [...io.sockets.sockets.values()];
  await renewSeen(server, sockets);
  syncSoon(sockets);
}

/**
 * Sends each connection the heads of its rooms, so that a broadcast lost on the way heals, and ends sockets whose session is
 * gone. Where more than messages may have been missed, it has everybody read all of their own again.
 */
export async function beat(io: SocketServer, server: Server): Promise<void> {
  const sockets = await endRevoked(server, [...io.sockets.sockets.values()]);
  if (mayHaveMissed(server)) {
    try {
      await renewRoles(server, sockets);
      await evictMissed(server, sockets);
      await renewSeen(server, sockets);
    } catch (error) {
      // The database went: it is looked at again.
      server.nodes.lost = true;
      throw error;
    }
    syncSoon(sockets);
  }
  const roomsOf = (socket: Socket): string[] =>
    [...socket.rooms].flatMap((channel) => roomOfChannel(channel) ?? []);
  const newest = await readNewest(server, [...new Set(sockets.flatMap(roomsOf))]);
  for (const socket of sockets) {
    // Those that it receives now: it may have been evicted from one meanwhile.
    const rooms = roomsOf(socket).flatMap((roomId) => {
      const heads = newest.get(roomId)?.heads;
      return heads ? [{ roomId, ...heads }] : [];
    });
    if (rooms.length > 0) socket.emit('room:heads', { rooms });
  }
}
