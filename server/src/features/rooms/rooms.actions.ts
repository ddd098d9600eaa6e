import { AppError, notFound } from '@parley/shared/errors';
import { faultOf, invalidField } from '@parley/shared/faults';
import { refusal } from '@parley/shared/refusals';
import type { Notice } from '@parley/shared/messages';
import { outranks } from '@parley/shared/standings';
import { mayInWorkspace, type RoomRole } from '@parley/shared/permissions';
import type {
  CreateRoomInput,
  DirectoryEntry,
  OwnMemberView,
  PutMemberInput,
  RoomView,
  UpdateRoomInput,
} from '@parley/shared/rooms';
import { nameKey } from '@parley/shared/text';
import { Types } from 'mongoose';
import type { Actor } from '../../platform/context.js';
import { duplicateKey } from '../../platform/database.js';
import { logEvent } from '../../platform/eventLog.js';
import { authorOf } from '../../platform/programActor.js';
import { changedFields, recordAudit } from '../audit/audit.change.js';
import { changeMember, changeRoom, dropMember, publishMember, putMember } from './members.change.js';
import { addToConversation, createConversation, leaveGroup } from './people.actions.js';
import {
  countMembers,
  listOwnRooms,
  listPublicRooms,
  loadMember,
  loadRoom,
  loadRoomFor,
  requireCan,
  type RoomAccess,
  type RoomDoc,
} from './rooms.access.js';
import { adderOf, requireAddable, storeRoom } from './rooms.bounds.js';
import { ensureOwner, hasOwner } from './owners.change.js';
import { viewOwnMember, viewRoom } from './rooms.view.js';
import { countArrival } from '../newcomers/brake.change.js';
import { filterText } from '../wordFilter/wordFilter.access.js';
import { hasRight } from '../roles/roles.access.js';
import { findReachable, requireSeen } from '../users/directory.access.js';
import { requireUnblocked } from '../users/blocks.access.js';
import { requireUnmuted } from '../users/mutes.access.js';

/** The refusal of a public room's name that another has. */
export const nameTaken = (): AppError =>
  refusal('rooms.nameTaken', {}, { errors: [faultOf('name', 'roomNameTaken')] });

/** Makes a room, or finds the direct message or group of these people. */
export async function createRoom(
  actor: Actor,
  input: CreateRoomInput,
): Promise<{ room: RoomView; created: boolean }> {
  if (input.type === 'direct' || input.type === 'group') return await createConversation(actor, input);
  const permission = input.type === 'public' ? 'createPublicRooms' : 'createPrivateRooms';
  if (!(await hasRight(actor, permission)))
    throw refusal(actor.role === 'guest' ? 'rooms.guests' : 'roles.missing');
  // Its name and its topic are words, too.
  await requireUnmuted(actor, undefined);
  const name = await filterText(actor.server, input.name);
  const topic = await filterText(actor.server, input.topic);
  const invited = input.type === 'private' ? await findReachable(actor, input.memberIds) : [];
  if (input.type === 'private' && invited.length !== new Set(input.memberIds).size)
    throw invalidField('memberIds', 'someNotInWorkspace');
  await requireInvitable(actor, input.type === 'private' ? input.memberIds : []);
  try {
    await requireAddable(actor, input.type === 'private' ? input.memberIds : []);
    const room = await storeRoom(actor, {
      version: 1,
      type: input.type,
      name,
      nameKey: nameKey(name),
      topic,
      memberIds: [],
      archived: false,
      createdBy: new Types.ObjectId(actor.userId),
      createdAt: new Date(),
    });
    await putMember(actor.server, room, { userId: actor.userId, role: 'owner' });
    for (const user of invited)
      await putMember(actor.server, room, {
        userId: String(user._id),
        role: String(user._id) === actor.userId ? 'owner' : 'member',
        addedBy: adderOf(actor),
      });
    return { room: viewRoom(room), created: true };
  } catch (error) {
    if (duplicateKey(error)?.['nameKey'] !== undefined) throw nameTaken();
    throw error;
  }
}

/** Blocks do not stop those who manage people: a workspace puts its people into its rooms. @throws forbidden */
async function requireInvitable(actor: Actor, userIds: string[]): Promise<void> {
  if (!mayInWorkspace('managePeople', actor.role)) await requireUnblocked(actor, userIds);
}

declare module '../../platform/bus.js' {
  interface BusEvents {
    /** A room has a notice, by a person or a program (null). The publisher waits for the listeners: it is stored before the response. */
    'room.announced': { roomId: string; userId: string | null; notice: Notice };
  }
}

const announce = (actor: Actor, roomId: string, notice: Notice): Promise<void> =>
  actor.server.bus.publishAndWait('room.announced', { roomId, userId: authorOf(actor), notice });

/** Records a new name or topic. Of rooms that not everybody sees only that it changed: who reads the log may not be in them. */
async function recordRoom(actor: Actor, was: RoomDoc, is: RoomDoc): Promise<void> {
  if (is.type === 'direct' || is.type === 'group') return;
  const audited = ({ name, topic, slowSeconds = 0 }: RoomDoc) => ({ name, topic, slowSeconds });
  const changed = changedFields(audited(was), audited(is));
  if (!changed) return;
  const sides = is.type === 'public' ? changed : { after: { fields: Object.keys(changed.after) } };
  await recordAudit(actor, { action: 'room.changed', on: { kind: 'room', id: String(is._id) }, ...sides });
}

/** Renames a room or sets its topic, with a notice in the room. */
export async function updateRoom(actor: Actor, roomId: string, input: UpdateRoomInput): Promise<RoomView> {
  // Who renames a room may set its topic, too.
  const { room, standing } = await loadRoomFor(actor, roomId, 'setTopic');
  if (input.name !== undefined) requireCan('rename', standing);
  if (input.slowSeconds !== undefined) requireCan('deleteAnyMessage', standing);
  const renamed = input.name !== undefined && input.name !== room.name ? input.name : undefined;
  const topic = input.topic !== undefined && input.topic !== room.topic ? input.topic : undefined;
  const slow = input.slowSeconds === (room.slowSeconds ?? 0) ? undefined : input.slowSeconds;
  if (renamed === undefined && topic === undefined && slow === undefined) return viewRoom(room);
  if (renamed !== undefined || topic !== undefined) await requireUnmuted(actor, roomId);
  return await changeAndAnnounce(actor, room, {
    renamed: renamed && (await filterText(actor.server, renamed)),
    topic: topic && (await filterText(actor.server, topic)),
    slow,
  });
}

/** Changes a room's name, topic or slow mode, with a notice in the room. No permission check. @throws conflict, not_found */
export async function changeAndAnnounce(
  actor: Actor,
  room: RoomDoc,
  {
    renamed,
    topic,
    slow,
  }: { renamed: string | undefined; topic: string | undefined; slow: number | undefined },
): Promise<RoomView> {
  const roomId = String(room._id);
  try {
    const set = {
      ...(renamed === undefined ? {} : { name: renamed, nameKey: nameKey(renamed) }),
      ...(topic === undefined ? {} : { topic }),
      ...(slow === undefined ? {} : { slowSeconds: slow }),
    };
    const changed = await changeRoom(actor.server, roomId, { set });
    if (!changed) throw notFound();
    if (renamed !== undefined) await announce(actor, roomId, { kind: 'renamed', name: renamed });
    if (topic !== undefined) await announce(actor, roomId, { kind: 'topic', topic });
    await recordRoom(actor, room, changed);
    return viewRoom(changed);
  } catch (error) {
    if (duplicateKey(error)?.['nameKey'] !== undefined) throw nameTaken();
    throw error;
  }
}

/** Archives a room: it can only be read, until somebody who manages all rooms restores it. */
export async function archiveRoom(actor: Actor, roomId: string): Promise<void> {
  const { room } = await loadRoomFor(actor, roomId, 'archive');
  if (!room.archived) await archiveNow(actor, room);
}

/** The same without a permission check. */
export async function archiveNow(actor: Actor, room: RoomDoc): Promise<void> {
  const roomId = String(room._id);
  await announce(actor, roomId, { kind: 'archived' });
  await changeRoom(actor.server, roomId, { set: { archived: true } });
  await recordAudit(actor, { action: 'room.archived', on: { kind: 'room', id: roomId } });
}

/** Joins a public room. */
export async function joinRoom(actor: Actor, roomId: string): Promise<OwnMemberView> {
  const { room } = await loadRoomFor(actor, roomId, 'join');
  const member = await putMember(actor.server, room, { userId: actor.userId, role: 'member' });
  await countArrival(actor.server, 'joins');
  // The first to join an empty room becomes its owner.
  return viewOwnMember((await ensureOwner(actor, room, actor.userId)) ?? member);
}

export async function leaveRoom(actor: Actor, roomId: string): Promise<void> {
  const { room } = await loadRoomFor(actor, roomId, 'leave');
  await dropMember(actor.server, room, actor.userId);
  await ensureOwner(actor, room);
  if (room.type === 'group') await leaveGroup(actor, roomId);
}

function requireOwnPreferences(actor: Actor, userId: string, input: PutMemberInput): void {
  const preferences = [input.muted, input.favourite, input.level, input.unreadFrom];
  if (preferences.some((value) => value !== undefined) && userId !== actor.userId)
    throw refusal('rooms.ownSettings');
}

/** @returns the role so far, and whether an owner gives up theirs */
async function requireSetRole(
  actor: Actor,
  access: RoomAccess,
  userId: string,
  role: NonNullable<PutMemberInput['role']>,
): Promise<{ had: RoomRole; gives: boolean }> {
  await requireSeen(actor, userId);
  const target = await loadMember(access, actor, userId);
  const gives = target.role === 'owner' && role !== 'owner';
  if (gives && !(await hasOwner(actor, access.room, userId))) throw needsOwner();
  return { had: target.role, gives };
}

const needsOwner = (): AppError => invalidField('role', 'lastOwner');

/** Adds a person, or changes their role, or one's own preferences. */
export async function putRoomMember(
  actor: Actor,
  at: { roomId: string; userId: string },
  input: PutMemberInput,
): Promise<RoomView> {
  const { roomId, userId } = at;
  requireOwnPreferences(actor, userId, input);
  const access = await loadRoom(actor, roomId);
  if (userId === actor.userId && !access.member) throw refusal('rooms.joinFirst');
  const set = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  let givesUp = false;
  let had: RoomRole | undefined;
  if (input.role !== undefined) {
    await loadRoomFor(actor, roomId, 'setRole');
    ({ gives: givesUp, had } = await requireSetRole(actor, access, userId, input.role));
  } else if (userId !== actor.userId) return await addMember(actor, access, userId);
  if (Object.keys(set).length === 0) return viewRoom(access.room);
  const changed = await changeMember(actor.server, at, set);
  if (!changed) throw notFound();
  if (input.role !== undefined)
    logEvent(actor.server, 'room_role_changed', actor.from, { by: actor.userId, ...at, role: input.role });
  await publishMember(actor.server, access.room, changed);
  // Two may have done so at once: both see it now.
  if (givesUp && !(await hasOwner(actor, access.room))) {
    const again = await changeMember(actor.server, at, { role: 'owner' });
    if (again) await publishMember(actor.server, access.room, again);
    throw needsOwner();
  }
  if (input.role !== undefined && input.role !== had)
    await recordAudit(actor, {
      action: 'room.roleChanged',
      on: { kind: 'person', id: userId },
      roomId,
      before: { role: had ?? null },
      after: { role: input.role },
    });
  return viewRoom(access.room);
}

async function addMember(actor: Actor, access: RoomAccess, userId: string): Promise<RoomView> {
  const { room } = access;
  if (room.type === 'direct' || room.type === 'group') return await addToConversation(actor, access, userId);
  await loadRoomFor(actor, String(room._id), 'addMember');
  const [user] = await findReachable(actor, [userId]);
  if (!user) throw invalidField('userId', 'notInWorkspace');
  await requireInvitable(actor, [userId]);
  await putMember(actor.server, room, { userId, role: 'member', addedBy: adderOf(actor) });
  return viewRoom(room);
}

/** Removes a person from a room, or oneself. */
export async function removeRoomMember(actor: Actor, roomId: string, userId: string): Promise<void> {
  if (userId === actor.userId) return await leaveRoom(actor, roomId);
  const access = await loadRoomFor(actor, roomId, 'removeMember');
  await requireSeen(actor, userId);
  const target = await loadMember(access, actor, userId);
  if (!outranks(access.standing, target.role)) throw refusal('rooms.remove');
  await dropMember(actor.server, access.room, userId);
  await ensureOwner(actor, access.room);
  await recordAudit(actor, {
    action: 'room.memberRemoved',
    on: { kind: 'person', id: userId },
    roomId,
    before: { role: target.role },
  });
}

/** The public rooms, with their numbers of members, and whether one is in them. */
export async function readDirectory(actor: Actor): Promise<DirectoryEntry[]> {
  const [rooms, own] = await Promise.all([listPublicRooms(actor), listOwnRooms(actor)]);
  const joined = new Set(own.map(({ room }) => String(room._id)));
  const people = await countMembers(actor.server, rooms);
  return rooms.map((room) => {
    const roomId = String(room._id);
    return { room: viewRoom(room), memberCount: people.get(roomId) ?? 0, joined: joined.has(roomId) };
  });
}
