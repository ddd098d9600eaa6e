import { createHash } from 'node:crypto';
import { notFound } from '@parley/shared/errors';
import { faultOf, invalidField } from '@parley/shared/faults';
import { refusal } from '@parley/shared/refusals';
import { limits } from '@parley/shared/limits';
import type { CreateRoomInput, RoomView } from '@parley/shared/rooms';
import { nameKey } from '@parley/shared/text';
import { Types } from 'mongoose';
import type { Actor, Server } from '../../platform/context.js';
import { duplicateKey } from '../../platform/database.js';
import { filterText } from '../wordFilter/wordFilter.access.js';
import { findReachable } from '../users/directory.access.js';
import { findCut, requireUnblocked } from '../users/blocks.access.js';
import { requireUnmuted } from '../users/mutes.access.js';
import { changeRoom, putMember } from './members.change.js';
import { findRoomUnchecked, type RoomAccess } from './rooms.access.js';
import { adderOf, requireAddable, storeRoom } from './rooms.bounds.js';
import { Rooms, type RoomDoc } from './rooms.model.js';
import { viewRoom } from './rooms.view.js';

type PeopleInput = Extract<CreateRoomInput, { type: 'direct' | 'group' }>;

/** The key of a conversation: the same people always have the same one. */
export function peopleKey(type: 'direct' | 'group', userIds: string[]): string {
  const people = [...new Set(userIds)].sort().join(',');
  return `${type}:${createHash('sha256').update(people).digest('base64url')}`;
}

async function requirePeople(actor: Actor, userIds: string[], field: string): Promise<void> {
  const found = await findReachable(actor, userIds);
  if (found.length !== new Set(userIds).size) throw invalidField(field, 'someNotInWorkspace');
}

async function enterAll(actor: Actor, room: RoomDoc): Promise<void> {
  // Also for a room found: this makes up for a crash between creating and entering it.
  // A direct message is not counted: two people have only one.
  const addedBy = room.type === 'group' ? adderOf(actor) : undefined;
  for (const userId of room.memberIds.map(String))
    await putMember(actor.server, room, { userId, role: 'member', addedBy });
}

/** Only for two people: the index over them is the limit. */
async function storeDirect({ server }: Actor, room: Omit<RoomDoc, '_id' | 'slot'>): Promise<RoomDoc> {
  return (await Rooms(server).create(room)).toObject<RoomDoc>();
}

/** @throws forbidden when somebody has blocked the actor, or the actor the only other */
async function requireNoCut(actor: Actor, type: 'direct' | 'group', userIds: string[]): Promise<void> {
  const [other] = userIds.filter((id) => id !== actor.userId);
  if (type === 'direct' && other && (await findCut(actor.server, actor.userId, other)) === 'mine')
    throw refusal('blocks.yours');
  await requireUnblocked(actor, userIds);
}

/** Finds or creates the direct message or the group of these people and oneself. */
export async function createConversation(
  actor: Actor,
  input: PeopleInput,
): Promise<{ room: RoomView; created: boolean }> {
  const userIds = [...new Set([actor.userId, ...input.memberIds])];
  if (input.type === 'group' && userIds.length < 3) throw invalidField('memberIds', 'groupTooSmall');
  if (userIds.length > limits.groupPeople)
    throw invalidField('memberIds', 'groupTooLarge', { most: limits.groupPeople });
  await requirePeople(actor, userIds, 'memberIds');
  const key = peopleKey(input.type, userIds);
  const existing = await Rooms(actor.server).findOne({ peopleKey: key }).lean();
  if (existing) {
    await enterAll(actor, existing);
    return { room: viewRoom(existing), created: false };
  }
  await requireNoCut(actor, input.type, userIds);
  // Its name is words, too.
  if (input.type === 'group') await requireUnmuted(actor, undefined);
  const name = input.type === 'group' ? await filterText(actor.server, input.name.trim()) : '';
  if (input.type === 'group') await requireAddable(actor, userIds);
  try {
    const room = await (input.type === 'group' ? storeRoom : storeDirect)(actor, {
      version: 1,
      type: input.type,
      name,
      nameKey: nameKey(name),
      topic: '',
      peopleKey: key,
      memberIds: userIds.map((id) => new Types.ObjectId(id)),
      archived: false,
      createdBy: new Types.ObjectId(actor.userId),
      createdAt: new Date(),
    });
    await enterAll(actor, room);
    return { room: viewRoom(room), created: true };
  } catch (error) {
    // Both wrote to each other for the first time at once: the index admits one room, the other request finds it.
    if (duplicateKey(error)?.['peopleKey'] !== undefined) return await createConversation(actor, input);
    throw error;
  }
}

/** Adds a person to a group. Adding to a direct message creates a group instead: what two people wrote stays theirs. */
export async function addToConversation(actor: Actor, access: RoomAccess, userId: string): Promise<RoomView> {
  const { room } = access;
  if (!access.member) throw notFound();
  if (room.type === 'direct') {
    const memberIds = [...room.memberIds.map(String), userId].filter((id) => id !== actor.userId);
    return (await createConversation(actor, { type: 'group', memberIds, name: '' })).room;
  }
  if (room.memberIds.some((id) => String(id) === userId)) return viewRoom(room);
  await requirePeople(actor, [userId], 'userId');
  await requireUnblocked(actor, [userId]);
  await requireAddable(actor, [userId]);
  const changed = await changePeople(actor.server, String(room._id), (people) => grown(people, userId));
  await putMember(actor.server, changed, { userId, role: 'member', addedBy: adderOf(actor) });
  return viewRoom(changed);
}

/** @throws invalid when the group is full */
function grown(people: string[], userId: string): string[] {
  if (people.includes(userId)) return people;
  if (people.length >= limits.groupPeople)
    throw refusal(
      'rooms.groupFull',
      { most: limits.groupPeople },
      { errors: [faultOf('userId', 'groupFull')] },
    );
  return [...people, userId];
}

/** After a person left a group: it is not found by its people any more, so that they can create another. */
export async function leaveGroup({ server, userId }: Actor, roomId: string): Promise<void> {
  await changePeople(server, roomId, (people) => people.filter((id) => id !== userId), false);
}

/**
 * Changes the people of a group atomically: two who are added at once must neither lose each other nor exceed the limit
 * together.
 *
 * @param findable whether it is found when the same people create a group
 * @returns the group as it is then
 * @throws not_found, and what `change` throws
 */
async function changePeople(
  server: Server,
  roomId: string,
  change: (people: string[]) => string[],
  findable = true,
): Promise<RoomDoc> {
  let unique = findable;
  for (;;) {
    const room = await findRoomUnchecked(server, roomId);
    if (!room) throw notFound();
    const before = room.memberIds.map(String);
    const people = change(before);
    if (people === before) return room;
    const memberIds = people.map((id) => new Types.ObjectId(id));
    const known = { version: room.version };
    try {
      const changed = await (unique
        ? changeRoom(server, roomId, { ...known, set: { memberIds, peopleKey: peopleKey('group', people) } })
        : changeRoom(server, roomId, { ...known, set: { memberIds }, unset: 'peopleKey' }));
      if (changed) return changed;
    } catch (error) {
      // Another group has exactly these people: both stay, this one is no longer found by its people.
      if (duplicateKey(error)?.['peopleKey'] === undefined) throw error;
      unique = false;
    }
  }
}
