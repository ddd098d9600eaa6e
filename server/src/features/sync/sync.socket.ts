import { AppError } from '@parley/shared/errors';
import { refusal } from '@parley/shared/refusals';
import { limits } from '@parley/shared/limits';
import type { Server } from '../../platform/context.js';
import {
  channelOfUser,
  channelsOf,
  endVisit,
  lookOn,
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

/** Retries for a person who joins and leaves rooms so fast that every query is out of date. */
const MAX_REQUESTED = 20;

/**
 * The rooms of a person as of this moment: read again if they joined or left one meanwhile. The result is valid within the
 * same turn of the event loop.
 *
 * @throws unavailable when they change all the time
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
 * The rooms of a connecting person and the people visible to them, read now; their role too, which may have changed since they
 * were authenticated.
 * @throws unavailable when they change all the time
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

/** Retry interval for a person who has too many connections, in seconds: dead ones are detected within it. */
const UNTIL_SOME_ARE_GONE = 30;

/** @param more the number of new connections. @throws rate_limited */
function requireFew(socket: Socket, server: Server, more: number): void {
  const { RATE_LIMITS, SOCKETS_PER_PERSON } = server.config;
  const there = socket.nsp.adapter.rooms.get(channelOfUser(socket.data.actor.userId))?.size ?? 0;
  if (RATE_LIMITS && there + more > SOCKETS_PER_PERSON)
    throw refusal('limits.connections', {}, { retryAfter: UNTIL_SOME_ARE_GONE });
}

/**
 * Subscribes a socket to all rooms of its person. It is still connecting, when neither admissions nor evictions nor cuts reach it; so this
 * checks for any, and the socket is connected before the next: Socket.IO does that in the same turn of the event loop.
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
  // Again, now that it counts among them: many can have connected at once.
  requireFew(socket, server, 0);
}

/** Unsubscribes from a room that one has opened, unless one is a member. */
async function leaveVisited(socket: Socket, server: Server, roomId: string): Promise<void> {
  const own = await ownRoomIds(server, socket.data.actor.userId);
  if (!own.includes(roomId)) await socket.leave(`room:${roomId}`);
  await endVisit(socket, roomId);
}

/** Estimated number of messages in the answer to `room:open`. */
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
      if (!member) await lookOn(socket, roomId);
      if (!member && !(await seesAll(actor))) await visit(socket, roomId);
      const channel = `room:${roomId}`;
      const received = socket.rooms.has(channel);
      if (!received) await socket.join(channel);
      try {
        const opened = await openRoom(actor, roomId, sinceRev);
        socket.data.openRooms.add(roomId);
        return opened;
      } catch (error) {
        // If the membership cannot be read, it is safer to unsubscribe.
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

/** Time per client for reading everything again, which spreads their requests, in ms. */
const SYNC_EACH_MS = 5;
const SYNC_MOST_MS = 10_000;

/** Has pages sync again, but not all at once. */
function syncSoon(sockets: Socket[]): void {
  const within = Math.min(SYNC_MOST_MS, sockets.length * SYNC_EACH_MS);
  for (const socket of sockets) socket.emit('sync:due', { within });
}

/** Applies a changed directory setting: moves the sockets of this node to the channels of visible people, and requests a new sync. */
export async function showAnew(io: SocketServer, server: Server): Promise<void> {
  const sockets = [...io.sockets.sockets.values()];
  await renewSeen(server, sockets);
  syncSoon(sockets);
}

/**
 * Sends each connection the heads of its rooms, so that a lost broadcast heals, and ends sockets whose session is gone.
 * Where more than messages may have been missed, everybody syncs again.
 */
export async function beat(io: SocketServer, server: Server): Promise<void> {
  const sockets = await endRevoked(server, [...io.sockets.sockets.values()]);
  if (mayHaveMissed(server)) {
    try {
      await renewRoles(server, sockets);
      await evictMissed(server, sockets);
      await renewSeen(server, sockets);
    } catch (error) {
      // The database failed: the next beat checks again.
      server.nodes.lost = true;
      throw error;
    }
    syncSoon(sockets);
  }
  const roomsOf = (socket: Socket): string[] =>
    [...socket.rooms].flatMap((channel) => roomOfChannel(channel) ?? []);
  const newest = await readNewest(server, [...new Set(sockets.flatMap(roomsOf))]);
  for (const socket of sockets) {
    // As of now: it may have been evicted from one meanwhile.
    const rooms = roomsOf(socket).flatMap((roomId) => {
      const heads = newest.get(roomId)?.heads;
      return heads ? [{ roomId, ...heads }] : [];
    });
    if (rooms.length > 0) socket.emit('room:heads', { rooms });
  }
}
