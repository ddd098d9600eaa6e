import type { RoomRole, WorkspaceRole } from '@parley/shared/permissions';
import { Types } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { duplicateKey } from '../../platform/database.js';
import { findAccounts } from '../users/users.access.js';
import { changeRoom, dropMember, settleMembership } from './members.change.js';
import { ensureOwner } from './owners.change.js';
import { peopleKey } from './people.actions.js';
import { findRoomUnchecked, findRoomsUnchecked, type MemberDoc, type RoomDoc } from './rooms.access.js';
import { Members } from './rooms.model.js';
import { changingStandings } from './standings.access.js';

/** The person who stays. */
export interface MergedInto {
  userId: string;
  role: WorkspaceRole;
}

const ranks: Record<RoomRole, number> = { member: 0, moderator: 1, owner: 2 };
const isNamed = ({ type }: RoomDoc): boolean => type === 'public' || type === 'private';

/** The higher of two roles in a room; guests own and moderate none. */
function roleOf(role: RoomRole, known: RoomRole, into: MergedInto): RoomRole {
  const higher = ranks[role] > ranks[known] ? role : known;
  return into.role === 'guest' && known === 'member' ? 'member' : higher;
}

/** Puts the one who stays in the other's place in a room: the higher role, the further read mark, the earlier day. Idempotent. */
async function takePlace(server: Server, room: RoomDoc, source: MemberDoc, into: MergedInto): Promise<void> {
  const at = { roomId: room._id, userId: into.userId };
  for (;;) {
    const known = await Members(server).findOne(at).lean();
    const { muted, favourite, level = null, readSeq, joinedAt } = source;
    const role = roleOf(source.role, known?.present === true ? known.role : 'member', into);
    const marks = { $max: { readSeq }, $min: { joinedAt } };
    const write = async (): Promise<MemberDoc | null> => {
      if (!known)
        return (
          await Members(server).create({
            ...at,
            ...{ role, muted, favourite, level, readSeq, joinedAt },
            present: true,
            version: 1,
          })
        ).toObject<MemberDoc>();
      const set = known.present
        ? { role, favourite: known.favourite || favourite }
        : { role, muted, favourite, level, present: true };
      return await Members(server)
        .findOneAndUpdate(
          { ...at, version: known.version },
          { $set: set, ...marks, $inc: { version: 1 } },
          { returnDocument: 'after' },
        )
        .lean();
    };
    try {
      const written = await changingStandings(server, write);
      if (written) return await settleMembership(server, room, written);
    } catch (error) {
      if (!duplicateKey(error)) throw error;
    }
  }
}

/** The names of a conversation's people as they were, for one that is found by its people no more. */
async function formerName(server: Server, room: RoomDoc): Promise<string> {
  const people = room.memberIds.map(String);
  const accounts = await findAccounts(server, people);
  return people
    .flatMap((userId) => accounts.get(userId)?.displayName ?? [])
    .join(', ')
    .slice(0, 80);
}

/**
 * Puts one person for another among the people of a conversation. Where these people have one already, both stay as they are, each with its
 * own messages: this one becomes a group that has the names from before.
 */
async function changePeople(
  server: Server,
  roomId: string,
  { fromId, into }: { fromId: string; into: MergedInto },
): Promise<void> {
  for (let unique = true; ;) {
    const room = await findRoomUnchecked(server, roomId);
    if (!room?.memberIds.some((id) => String(id) === fromId)) return;
    const before = room.memberIds.map(String);
    const people = [...new Set(before.map((id) => (id === fromId ? into.userId : id)))];
    const memberIds = people.map((id) => new Types.ObjectId(id));
    const known = { version: room.version };
    // Somebody who has left it, or its two people alone: it is not found by its people.
    const findable = room.type === 'direct' || (room.peopleKey !== undefined && people.length > 2);
    const asGroup =
      room.type === 'direct'
        ? { type: 'group' as const, name: room.name || (await formerName(server, room)) }
        : {};
    try {
      const changed = await (unique && findable
        ? changeRoom(server, roomId, {
            ...known,
            set: { memberIds, peopleKey: peopleKey(room.type === 'direct' ? 'direct' : 'group', people) },
          })
        : changeRoom(server, roomId, { ...known, set: { memberIds, ...asGroup }, unset: 'peopleKey' }));
      if (changed) return;
    } catch (error) {
      if (duplicateKey(error)?.['peopleKey'] === undefined) throw error;
      unique = false;
    }
  }
}

/**
 * Gives the places of one person in all rooms to another. Each room can be repeated: the membership that goes is the last thing to go.
 * @param stopped ends it before the next room
 * @returns false when it was stopped
 */
export async function mergeMemberships(
  server: Server,
  fromId: string,
  into: MergedInto,
  stopped: () => boolean,
): Promise<boolean> {
  const places = await Members(server).find({ userId: fromId, present: true }).lean();
  const rooms = await findRoomsUnchecked(
    server,
    places.map(({ roomId }) => String(roomId)),
  );
  for (const place of places) {
    if (stopped()) return false;
    const room = rooms.get(String(place.roomId));
    if (!room) continue;
    const roomId = String(room._id);
    if (!isNamed(room)) await changePeople(server, roomId, { fromId, into });
    const current = (await findRoomUnchecked(server, roomId)) ?? room;
    await takePlace(server, current, place, into);
    await dropMember(server, current, fromId);
    await ensureOwner({ server }, current);
  }
  return true;
}

/** What would move of somebody's rooms: how many named ones, how many conversations, and how many of these stay beside one that the other has. */
export async function countMemberships(
  server: Server,
  fromId: string,
  intoId: string,
): Promise<{ rooms: number; conversations: number; apart: number; roomIds: string[] }> {
  const [places, taken] = await Promise.all([
    Members(server).find({ userId: fromId }, { roomId: 1, present: 1 }).lean(),
    Members(server).find({ userId: intoId, present: true }, { roomId: 1 }).lean(),
  ]);
  const ids = (found: { roomId: Types.ObjectId }[]): string[] => found.map(({ roomId }) => String(roomId));
  const present = places.filter((place) => place.present);
  const [mine, theirs] = await Promise.all([
    findRoomsUnchecked(server, ids(present)),
    findRoomsUnchecked(server, ids(taken)),
  ]);
  const keys = new Set([...theirs.values()].map(({ peopleKey: key }) => key));
  const conversations = [...mine.values()].filter((room) => !isNamed(room));
  const apart = conversations.filter(({ type, memberIds }) => {
    const people = memberIds.map(String).map((id) => (id === fromId ? intoId : id));
    return keys.has(peopleKey(type === 'direct' ? 'direct' : 'group', people));
  });
  return {
    rooms: mine.size - conversations.length,
    conversations: conversations.length,
    apart: apart.length,
    roomIds: ids(places),
  };
}
