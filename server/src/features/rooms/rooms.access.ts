import { notFound } from '@parley/shared/errors';
import { refusal } from '@parley/shared/refusals';
import { can, decide, type RoomPermission, type Standing } from '@parley/shared/permissions';
import { trusted } from 'mongoose';
import { CONNECT_CACHE_MS, batchedRead } from '../../platform/batchedRead.js';
import type { Actor, Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';
import { rightsOf } from '../roles/roles.access.js';
import { findCut } from '../users/blocks.access.js';
import { Members, Rooms, type MemberDoc, type RoomDoc } from './rooms.model.js';

export type { MemberDoc, RoomDoc };

/** A room with the actor's membership. */
export interface RoomAccess {
  room: RoomDoc;
  /** The actor's membership while they are in the room. */
  member: MemberDoc | undefined;
  standing: Standing;
}

type Person = Pick<Actor, 'server' | 'userId' | 'role' | 'program'>;

async function standingOf(person: Person, room: RoomDoc, member: MemberDoc | undefined): Promise<Standing> {
  const { rules, grants } = await rightsOf(person.server, person.userId);
  const roomId = String(room._id);
  return {
    workspace: person.role,
    // The command line is in no room, and stands in each as its owner.
    room: person.program === 'operator' ? 'owner' : member?.role,
    type: room.type,
    archived: room.archived,
    general: room.general === 1,
    ...(room.slowSeconds ? { slowSeconds: room.slowSeconds } : {}),
    rules,
    roomRules: room.rules,
    grants: grants.filter((grant) => grant.roomId === null || grant.roomId === roomId),
  };
}

const findRoom = batchedRead<string, RoomDoc>(
  (roomId) => roomId,
  async (server, roomIds) => {
    const found = await Rooms(server)
      .find({ _id: trusted({ $in: roomIds }) })
      .lean();
    return new Map(found.map((room) => [String(room._id), room]));
  },
);

interface Place {
  roomId: string;
  userId: string;
}

const placeKey = ({ roomId, userId }: Record<keyof Place, unknown>): string =>
  `${String(roomId)} ${String(userId)}`;

/** Rooms times people of one query: each pair is an index lookup, and a query costs about as much as fifty. */
const MOST_PAIRS = 200;

interface Question {
  roomIds: Set<string>;
  userIds: Set<string>;
}

/**
 * Batches places into few queries of the form "these people in these rooms", so that one person in a hundred rooms
 * is one query, and a hundred people in one room are. That form and no $or: it uses the index (roomId, userId) on every
 * database.
 */
function questionsFor(places: Place[]): Question[] {
  const questions: Question[] = [];
  let open: Question | undefined;
  for (const { roomId, userId } of places) {
    const rooms = (open?.roomIds.size ?? 0) + (open?.roomIds.has(roomId) === true ? 0 : 1);
    const people = (open?.userIds.size ?? 0) + (open?.userIds.has(userId) === true ? 0 : 1);
    if (!open || rooms * people > MOST_PAIRS)
      questions.push((open = { roomIds: new Set(), userIds: new Set() }));
    open.roomIds.add(roomId);
    open.userIds.add(userId);
  }
  return questions;
}

const findMembership = batchedRead<Place, MemberDoc>(placeKey, async (server, places) => {
  const finds = questionsFor(places).map(({ roomIds, userIds }) =>
    Members(server)
      .find({ roomId: trusted({ $in: [...roomIds] }), userId: trusted({ $in: [...userIds] }) })
      .lean(),
  );
  const found = (await Promise.all(finds)).flat();
  return new Map(found.map((member) => [placeKey(member), member]));
});

/** The rooms of a person, read in one batch with those of others who connect at the same time. */
const findRoomIds = batchedRead<string, Set<string>>((userId) => userId, listRoomIdsOf, CONNECT_CACHE_MS);

/** Somebody's standing in a room, which they need not be able to read; undefined where there is no such room. No permission check. */
export async function findStandingOf(person: Person, roomId: string): Promise<Standing | undefined> {
  const [room, membership] = await Promise.all([
    findRoom(person.server, roomId),
    findMembership(person.server, { roomId, userId: person.userId }),
  ]);
  return room && (await standingOf(person, room, membership?.present === true ? membership : undefined));
}

/** A room one may read. @throws not_found for what one may not see: it does not exist for them. */
export async function loadRoom(actor: Actor, roomId: string): Promise<RoomAccess> {
  const [room, membership] = await Promise.all([
    findRoom(actor.server, roomId),
    findMembership(actor.server, { roomId, userId: actor.userId }),
  ]);
  const member = membership?.present === true ? membership : undefined;
  if (!room) throw notFound();
  const standing = await standingOf(actor, room, member);
  if (!can('read', standing)) throw notFound();
  return { room, member, standing: room.type === 'direct' ? await withCut(actor, room, standing) : standing };
}

/** With a block between the two a direct message is only read, by both. */
async function withCut(
  { server, userId }: Actor,
  { memberIds }: RoomDoc,
  standing: Standing,
): Promise<Standing> {
  const other = memberIds.find((id) => String(id) !== userId);
  const cut = other && (await findCut(server, userId, String(other)));
  return cut ? { ...standing, archived: true, cut } : standing;
}

/** @throws forbidden */
export function requireCan(permission: RoomPermission, standing: Standing): void {
  const { allowed, by } = decide(permission, standing);
  if (allowed) return;
  if (standing.cut) throw refusal(standing.cut === 'mine' ? 'blocks.yours' : 'blocks.undelivered');
  if (by.kind === 'roomRule') throw refusal('rooms.narrowed');
  throw refusal(standing.archived ? 'rooms.archived' : 'rooms.forbidden');
}

/** A room in which the actor has this permission. @throws not_found when they may not even see it, forbidden without the permission */
export async function loadRoomFor(
  actor: Actor,
  roomId: string,
  permission: RoomPermission,
): Promise<RoomAccess> {
  const access = await loadRoom(actor, roomId);
  requireCan(permission, access.standing);
  return access;
}

/** Another person's membership of a loaded room. @throws not_found when they are not in it. */
export async function loadMember(access: RoomAccess, actor: Actor, userId: string): Promise<MemberDoc> {
  const member = await Members(actor.server)
    .findOne({ roomId: access.room._id, userId, present: true })
    .lean();
  if (!member) throw notFound();
  return member;
}

export const listMembers = (server: Server, roomId: string): Promise<MemberDoc[]> =>
  Members(server).find({ roomId, present: true }).limit(10_000).lean().exec();

/** The memberships of these people in these rooms. */
export const findMembersAmong = (
  server: Server,
  roomIds: string[],
  userIds: string[],
): Promise<MemberDoc[]> =>
  Members(server)
    .find({ roomId: trusted({ $in: roomIds }), userId: trusted({ $in: userIds }), present: true })
    .lean()
    .exec();

/** How many people are in each of these rooms, in one query. */
export async function countMembers(server: Server, rooms: RoomDoc[]): Promise<Map<string, number>> {
  const counted = await Members(server).aggregate<{ _id: unknown; people: number }>([
    { $match: { roomId: { $in: rooms.map(({ _id }) => _id) }, present: true } },
    { $group: { _id: '$roomId', people: { $sum: 1 } } },
  ]);
  return new Map(counted.map(({ _id, people }) => [String(_id), people]));
}

/** Whether a room has more members than `most`. Counts no further: a room may have ten thousand. */
export const hasMoreMembersThan = async (server: Server, roomId: string, most: number): Promise<boolean> =>
  (await Members(server).countDocuments({ roomId, present: true }, { limit: most + 1 })) > most;

/** The ids of a person's rooms. */
export async function listRoomIds(server: Server, userId: string): Promise<string[]> {
  return [...((await findRoomIds(server, userId)) ?? [])];
}

const generalOf = perServer(() => ({ roomId: undefined as string | undefined }));

/** The room of everybody; undefined before anybody has registered. It never changes, so it is cached. */
export async function findGeneralId(server: Server): Promise<string | undefined> {
  const known = generalOf(server);
  known.roomId ??= (await Rooms(server).findOne({ general: 1 }, { _id: 1 }).lean())?._id.toString();
  return known.roomId;
}

/** The ids of the rooms a person shares with some and not with all: their rooms without General. */
export async function listSharedRoomIds(server: Server, userId: string): Promise<string[]> {
  const [roomIds, generalId] = await Promise.all([listRoomIds(server, userId), findGeneralId(server)]);
  return roomIds.filter((roomId) => roomId !== generalId);
}

/** The ids of all members of these rooms; repeated for members of several. */
export async function listUserIdsIn(server: Server, roomIds: string[]): Promise<string[]> {
  const members = await Members(server)
    .find({ roomId: trusted({ $in: roomIds }), present: true }, { userId: 1 })
    .lean();
  return members.map(({ userId }) => String(userId));
}

/** The rooms of each of these people. */
export async function listRoomIdsOf(server: Server, userIds: string[]): Promise<Map<string, Set<string>>> {
  const members = await Members(server)
    .find({ userId: trusted({ $in: userIds }), present: true }, { userId: 1, roomId: 1 })
    .lean();
  const rooms = new Map(userIds.map((userId) => [userId, new Set<string>()]));
  for (const { userId, roomId } of members) rooms.get(String(userId))?.add(String(roomId));
  return rooms;
}

/** Those of these rooms that anybody may read. */
export async function listOpenRoomIds(server: Server, roomIds: string[]): Promise<Set<string>> {
  const rooms = await Rooms(server)
    .find({ _id: trusted({ $in: roomIds }), type: 'public' }, { _id: 1 })
    .lean();
  return new Set(rooms.map(({ _id }) => String(_id)));
}

/** One's own rooms with one's memberships. */
export async function listOwnRooms(actor: Actor): Promise<{ room: RoomDoc; member: MemberDoc }[]> {
  const members = await Members(actor.server).find({ userId: actor.userId, present: true }).lean();
  const rooms = await Rooms(actor.server)
    .find({ _id: trusted({ $in: members.map((member) => member.roomId) }) })
    .lean();
  const byId = new Map(rooms.map((room) => [String(room._id), room]));
  return members.flatMap((member) => {
    const room = byId.get(String(member.roomId));
    return room ? [{ room, member }] : [];
  });
}

/** The ids of the rooms a person has left, or was removed from. */
export async function listFormerRoomIds(server: Server, userId: string): Promise<string[]> {
  const members = await Members(server).find({ userId, present: false }, { roomId: 1 }).lean();
  return members.map(({ roomId }) => String(roomId));
}

/** Every room one may read: one's own, and for all but guests the public ones. */
export async function listReadableRooms(actor: Actor): Promise<RoomDoc[]> {
  const [own, open] = await Promise.all([
    listOwnRooms(actor),
    actor.role === 'guest' ? [] : Rooms(actor.server).find({ type: 'public' }).limit(5000).lean(),
  ]);
  const byId = new Map([...own.map(({ room }) => room), ...open].map((room) => [String(room._id), room]));
  return [...byId.values()];
}

/** A room by id, without a permission check. */
export const findRoomUnchecked = (server: Server, roomId: string): Promise<RoomDoc | null> =>
  Rooms(server).findById(roomId).lean().exec();

/** Rooms by their ids, without a permission check. */
export async function findRoomsUnchecked(server: Server, roomIds: string[]): Promise<Map<string, RoomDoc>> {
  const found = await Rooms(server)
    .find({ _id: trusted({ $in: roomIds }) })
    .lean();
  return new Map(found.map((room) => [String(room._id), room]));
}

/** The ids of all rooms, one by one: for jobs, not for people. */
export async function* listRoomIdsUnchecked(server: Server): AsyncGenerator<string> {
  for await (const room of Rooms(server).find({}, { _id: 1 }).lean().cursor()) yield String(room._id);
}

/** Public rooms by name, for the directory. Guests see none. */
export async function listPublicRooms(actor: Actor): Promise<RoomDoc[]> {
  if (actor.role === 'guest') return [];
  return await Rooms(actor.server)
    .find({ type: 'public', archived: false })
    .sort({ nameKey: 1 })
    .limit(2000)
    .lean();
}
