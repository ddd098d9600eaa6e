import type { Heads } from '@parley/shared/messages';
import type { RoomRole } from '@parley/shared/permissions';
import type { ReadMark, Uncounted } from '@parley/shared/unread';
import { trusted, Types } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { duplicateKey } from '../../platform/database.js';
import { inSlot } from '../../platform/slots.js';
import { endWhatWasMade } from '../../platform/rights.js';
import { publishInRoom } from '../users/audience.actions.js';
import { listBotsIn } from '../users/users.access.js';
import { viewUser } from '../users/users.view.js';
import { findRoomUnchecked, findRoomsUnchecked } from './rooms.access.js';
import { additionsOf, tooManyAdditions } from './rooms.bounds.js';
import { Members, Rooms, type MemberDoc, type RoomDoc } from './rooms.model.js';
import { changingStandings } from './standings.access.js';
import { viewMember, viewOwnMember, viewRoom } from './rooms.view.js';

declare module '../../platform/bus.js' {
  interface BusEvents {
    /** The sockets of a person receive a room from now on. The publisher waits for the listeners; it may be published again. */
    'member.entered': { roomId: string; userId: string };
    /** The sockets of a person no longer receive a room. The publisher waits for the listeners; it may be published again. */
    'member.left': { roomId: string; userId: string };
  }
  interface BusRequests {
    /** The heads of a room, 0 for an empty one. */
    'room.heads': { request: { roomId: string }; answer: Heads };
    /** The places behind a person's read mark that are not unread. */
    'room.uncounted': {
      request: { roomId: string; userId: string; headSeq: number; member: ReadMark };
      answer: Uncounted;
    };
  }
}

/**
 * Publishes a changed membership: its view to the room, and everything that belongs to it to its person.
 * @returns the room as published
 */
export async function publishMember(server: Server, room: RoomDoc, member: MemberDoc): Promise<RoomDoc> {
  const roomId = String(room._id);
  const userId = String(member.userId);
  // Read as late as this: a newcomer receives the room's changes from here on, and must not start with an older room.
  const [heads, found] = await Promise.all([
    server.bus.request('room.heads', { roomId }),
    findRoomUnchecked(server, roomId),
  ]);
  const current = found ?? room;
  const uncounted = await server.bus.request('room.uncounted', {
    roomId,
    userId,
    headSeq: heads.headSeq,
    member,
  });
  server.publish.toUser(userId, 'membership:changed', {
    member: viewOwnMember(member),
    room: viewRoom(current),
    ...heads,
    uncounted,
  });
  await publishInRoom(server, { roomId, userId }, 'member:changed', { member: viewMember(member) });
  return current;
}

/**
 * Admits a person's sockets to a room, or evicts them, and publishes the membership. It is read again afterwards, and all is repeated
 * while it differs from what was published: a person who is added and removed at the same time may be admitted after the later
 * eviction, and a change of the room that is published before its newcomer has the room is lost on them. The last to read it has
 * the last state.
 */
export async function settleMembership(server: Server, room: RoomDoc, written: MemberDoc): Promise<void> {
  const { roomId, userId } = written;
  for (let member: MemberDoc | null = written; member;) {
    // Admitted before the membership is published: no message in between is missed.
    if (member.present) server.publish.admit(String(userId), String(roomId));
    else server.publish.evict(String(userId), String(roomId));
    const published = await publishMember(server, room, member);
    const place = { roomId: String(roomId), userId: String(userId) };
    await server.bus.publishAndWait(member.present ? 'member.entered' : 'member.left', place);
    // Webhooks of a private room are published to its members alone: a new member does not have them yet.
    if (member.present)
      for (const bot of await listBotsIn(server, String(roomId)))
        server.publish.toUser(String(userId), 'user:changed', { user: viewUser(bot) });
    const [memberNow, roomNow]: [MemberDoc | null, RoomDoc | null] = await Promise.all([
      Members(server).findOne({ roomId, userId }).lean(),
      findRoomUnchecked(server, String(roomId)),
    ]);
    if (memberNow?.version === member.version && roomNow?.version === published.version) return;
    member = memberNow;
  }
}

interface Newcomer {
  userId: string;
  role: RoomRole;
  addedBy?: string | undefined;
}

/**
 * Adds a person to a room. Idempotent. Newcomers start with everything read: history is there,
 * but is not new.
 *
 * @param newcomer the person, their role, and whose additions it counts among, if any
 * @throws conflict when that person has put them into too many
 */
export async function putMember(server: Server, room: RoomDoc, newcomer: Newcomer): Promise<MemberDoc> {
  const { userId, role, addedBy } = newcomer;
  const filter = { roomId: room._id, userId };
  const existing = await Members(server).findOne(filter).lean();
  if (existing?.present === true) return existing;
  const { headSeq } = await server.bus.request('room.heads', { roomId: String(room._id) });
  const write = (counted: Pick<MemberDoc, 'addedBy' | 'slot'>): Promise<MemberDoc> =>
    changingStandings(server, async () => {
      const set = { role, present: true, joinedAt: new Date(), ...counted };
      const back = await Members(server)
        .findOneAndUpdate(
          { ...filter, present: false },
          { $set: set, $inc: { version: 1 }, $max: { readSeq: headSeq } },
          { returnDocument: 'after' },
        )
        .lean();
      if (back) return back;
      const made = await Members(server).create({ ...filter, ...set, version: 1, readSeq: headSeq });
      return made.toObject<MemberDoc>();
    });
  try {
    const stored =
      addedBy === undefined || addedBy === userId
        ? await write({})
        : await inSlot(Members(server), additionsOf(addedBy, userId), (slot) =>
            write({ addedBy: new Types.ObjectId(addedBy), slot }),
          );
    if (!stored) throw tooManyAdditions();
    await settleMembership(server, room, stored);
    return stored;
  } catch (error) {
    if (!duplicateKey(error)) throw error;
    return await putMember(server, room, newcomer);
  }
}

/** Removes a person from a room. They receive that, and nothing after it. */
export async function dropMember(server: Server, room: RoomDoc, userId: string): Promise<void> {
  const member = await changingStandings(server, () =>
    Members(server)
      .findOneAndUpdate(
        { roomId: room._id, userId, present: true },
        {
          $set: { present: false, favourite: false },
          $unset: { addedBy: 1, slot: 1 },
          $inc: { version: 1 },
        },
        { returnDocument: 'after' },
      )
      .lean()
      .exec(),
  );
  if (!member) return;
  await settleMembership(server, room, member);
  await endWhatWasMade(server, { userId, all: false });
}

/**
 * Removes a person who is being erased from every room. In direct messages and groups their membership stays, without their settings and
 * marks: the conversation of the others refers to it.
 */
export async function eraseMemberships(server: Server, userId: string): Promise<void> {
  const present = await Members(server).find({ userId, present: true }).lean();
  const rooms = await findRoomsUnchecked(
    server,
    present.map(({ roomId }) => String(roomId)),
  );
  for (const room of rooms.values())
    if (room.type === 'public' || room.type === 'private') await dropMember(server, room, userId);
  await Members(server).deleteMany({ userId, present: false });
  const nothing = { muted: false, favourite: false, level: null, readSeq: 0 };
  await changingStandings(server, () =>
    Members(server)
      .updateMany({ userId }, { $set: nothing, $unset: { unreadFrom: 1 }, $inc: { version: 1 } })
      .exec(),
  );
}

/** Changes role or preferences of a member; undefined for somebody who is none. */
export async function changeMember(
  server: Server,
  at: { roomId: string; userId: string },
  set: Partial<Pick<MemberDoc, 'role' | 'muted' | 'favourite' | 'level' | 'unreadFrom'>>,
): Promise<MemberDoc | undefined> {
  const member = await changingStandings(server, () =>
    Members(server)
      .findOneAndUpdate(
        { ...at, present: true },
        { $set: set, $inc: { version: 1 } },
        { returnDocument: 'after' },
      )
      .lean()
      .exec(),
  );
  if (member && set.role !== undefined) await endWhatWasMade(server, { userId: at.userId, all: false });
  return member ?? undefined;
}

/** Raises a person's read mark; false when it was there or further already. */
export async function raiseReadMark(
  server: Server,
  at: { roomId: string; userId: string },
  seq: number,
): Promise<boolean> {
  const result = await Members(server).updateOne(
    { ...at, present: true, readSeq: trusted({ $lt: seq }) },
    // Without a new version: a mark is published by itself, and the greater one wins.
    { $set: { readSeq: seq } },
  );
  return result.modifiedCount === 1;
}

/**
 * Changes a room by one version and publishes it to its members.
 * @param change with `version` it applies only to that version
 * @returns undefined when there is no such room, or it has changed
 */
export async function changeRoom(
  server: Server,
  roomId: string,
  change: { set: Partial<RoomDoc>; unset?: 'peopleKey'; version?: number },
): Promise<RoomDoc | undefined> {
  const unset = change.unset ? { $unset: { [change.unset]: 1 } } : {};
  const room = await changingStandings(server, () =>
    Rooms(server)
      .findOneAndUpdate(
        { _id: roomId, ...(change.version === undefined ? {} : { version: change.version }) },
        { $set: change.set, ...unset, $inc: { version: 1 } },
        { returnDocument: 'after' },
      )
      .lean()
      .exec(),
  );
  if (!room) return undefined;
  server.publish.toRoom(roomId, 'room:changed', { room: viewRoom(room) });
  return room;
}
