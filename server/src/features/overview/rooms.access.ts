import {
  managedRoomLimits,
  type ManagedRoomPage,
  type ManagedRoomsQuery,
  type RoomFilter,
} from '@parley/shared/overview/rooms';
import { nameKey } from '@parley/shared/text';
import type { Actor } from '../../platform/context.js';
import { readNewest, type Newest } from '../messages/messages.access.js';
import { listNamedRooms, listOwners, nameRooms } from '../rooms/managed.access.js';
import { countMembers, type RoomDoc } from '../rooms/rooms.access.js';
import { seenAmong } from '../users/directory.access.js';
import { findAccounts } from '../users/users.access.js';
import { requireWorkspace } from '../workspace/workspace.access.js';
import { readBytesByRoom } from './counts.access.js';

/** A room with what it is sorted by. */
interface Row {
  room: RoomDoc;
  roomId: string;
  /** Null when the actor may not read it. */
  name: string | null;
  members: number;
  bytes: number;
  newest: Newest | undefined;
}

const suits: Record<RoomFilter, (room: RoomDoc) => boolean> = {
  all: ({ archived }) => !archived,
  public: ({ archived, type }) => !archived && type === 'public',
  private: ({ archived, type }) => !archived && type === 'private',
  archived: ({ archived }) => archived,
};

const messagesOf = ({ newest }: Row): number => newest?.heads.headSeq ?? 0;
const byName = (a: Row, b: Row): number =>
  // Those without a name come last.
  Number(a.name === null) - Number(b.name === null) || a.room.nameKey.localeCompare(b.room.nameKey);
const sorts: Record<ManagedRoomsQuery['sort'], (a: Row, b: Row) => number> = {
  name: byName,
  members: (a, b) => b.members - a.members,
  messages: (a, b) => messagesOf(b) - messagesOf(a),
  bytes: (a, b) => b.bytes - a.bytes,
  activity: (a, b) => (b.newest?.lastMessageAt?.getTime() ?? 0) - (a.newest?.lastMessageAt?.getTime() ?? 0),
};

async function findRows(actor: Actor, { q, filter }: ManagedRoomsQuery): Promise<Row[]> {
  const { server } = actor;
  const all = (await listNamedRooms(server)).filter(suits[filter]);
  const { names } = await nameRooms(
    actor,
    all.map(({ _id }) => String(_id)),
  );
  const wanted = q === undefined ? undefined : nameKey(q);
  // A search finds no room by a name that the actor may not read.
  const rooms = all.filter(
    ({ _id, nameKey: key }) => wanted === undefined || (names.has(String(_id)) && key.includes(wanted)),
  );
  const [members, bytes, newest] = await Promise.all([
    countMembers(server, rooms),
    readBytesByRoom(server),
    readNewest(
      server,
      rooms.map(({ _id }) => String(_id)),
    ),
  ]);
  return rooms.map((room) => {
    const roomId = String(room._id);
    return {
      room,
      roomId,
      name: names.get(roomId) ?? null,
      members: members.get(roomId) ?? 0,
      bytes: bytes.get(roomId)?.bytes ?? 0,
      newest: newest.get(roomId),
    };
  });
}

/** The owners of these rooms, as far as the actor sees them. */
async function ownersOf(actor: Actor, roomIds: string[]) {
  const owners = await listOwners(actor.server, roomIds);
  const userIds = [...new Set(owners.map(({ userId }) => String(userId)))];
  const [seen, accounts] = await Promise.all([
    seenAmong(actor, userIds),
    findAccounts(actor.server, userIds),
  ]);
  return (roomId: string) =>
    owners
      .filter((owner) => String(owner.roomId) === roomId && seen.has(String(owner.userId)))
      .map(({ userId }) => ({
        userId: String(userId),
        displayName: accounts.get(String(userId))?.displayName ?? '',
      }));
}

/** A page of all rooms but the conversations of people. @throws forbidden */
export async function listManagedRooms(actor: Actor, query: ManagedRoomsQuery): Promise<ManagedRoomPage> {
  requireWorkspace(actor, 'manageRooms');
  const found = await findRows(actor, query);
  const order = sorts[query.sort];
  const rows = found
    .sort((a, b) => order(a, b) || byName(a, b) || a.roomId.localeCompare(b.roomId))
    .slice(query.offset, query.offset + managedRoomLimits.page);
  const owners = await ownersOf(
    actor,
    rows.filter(({ name }) => name !== null).map(({ roomId }) => roomId),
  );
  return {
    total: found.length,
    rooms: rows.map(({ room, roomId, name, members, bytes, newest }) => ({
      roomId,
      type: room.type === 'public' ? 'public' : 'private',
      name,
      general: room.general === 1,
      archived: room.archived,
      createdAt: room.createdAt.toISOString(),
      members,
      messages: newest?.heads.headSeq ?? 0,
      bytes,
      lastMessageAt: newest?.lastMessageAt?.toISOString() ?? null,
      owners: owners(roomId),
    })),
  };
}
