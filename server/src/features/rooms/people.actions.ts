import { createHash } from 'node:crypto';
import { AppError, invalidField, notFound } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import type { CreateRoomInput, RoomView } from '@parley/shared/rooms';
import { nameKey } from '@parley/shared/text';
import { Types } from 'mongoose';
import type { Actor } from '../../platform/context.js';
import { duplicateKey } from '../../platform/database.js';
import { findActiveUsers } from '../users/users.access.js';
import { changeRoom, putMember } from './members.change.js';
import type { RoomAccess } from './rooms.access.js';
import { Rooms, type RoomDoc } from './rooms.model.js';
import { viewRoom } from './rooms.view.js';

type PeopleInput = Extract<CreateRoomInput, { type: 'direct' | 'group' }>;

/** The same people always meet in the same conversation. */
function peopleKey(type: 'direct' | 'group', userIds: string[]): string {
  const people = [...new Set(userIds)].sort().join(',');
  return `${type}:${createHash('sha256').update(people).digest('base64url')}`;
}

async function requirePeople(actor: Actor, userIds: string[], field: string): Promise<void> {
  const found = await findActiveUsers(actor, userIds);
  if (found.length !== new Set(userIds).size)
    throw invalidField(field, 'includes somebody who is not in this workspace');
}

async function enterAll(actor: Actor, room: RoomDoc): Promise<void> {
  // Also for a room found: a kill between making it and entering it is made good here.
  for (const userId of room.memberIds.map(String)) await putMember(actor.server, room, userId, 'member');
}

/** Finds or makes the direct message or the group of these people and oneself. */
export async function createConversation(
  actor: Actor,
  input: PeopleInput,
): Promise<{ room: RoomView; created: boolean }> {
  const userIds = [...new Set([actor.userId, ...input.memberIds])];
  if (input.type === 'group' && userIds.length < 3)
    throw invalidField('memberIds', 'a group needs at least two other people');
  if (userIds.length > limits.groupPeople)
    throw invalidField('memberIds', `a group has at most ${limits.groupPeople} people`);
  await requirePeople(actor, userIds, 'memberIds');
  const key = peopleKey(input.type, userIds);
  const existing = await Rooms(actor.server).findOne({ peopleKey: key }).lean();
  if (existing) {
    await enterAll(actor, existing);
    return { room: viewRoom(existing), created: false };
  }
  const name = input.type === 'group' ? input.name.trim() : '';
  try {
    const made = await Rooms(actor.server).create({
      version: 1,
      type: input.type,
      name,
      nameKey: nameKey(name),
      peopleKey: key,
      memberIds: userIds.map((id) => new Types.ObjectId(id)),
      archived: false,
      createdBy: actor.userId,
      createdAt: new Date(),
    });
    const room = made.toObject<RoomDoc>();
    await enterAll(actor, room);
    return { room: viewRoom(room), created: true };
  } catch (error) {
    // Both wrote to each other for the first time at once: the index keeps one room, the other finds it.
    if (duplicateKey(error)?.['peopleKey'] !== undefined) return await createConversation(actor, input);
    throw error;
  }
}

/** Adds somebody to a group. Adding to a direct message makes a new group instead: what two people said stays theirs. */
export async function addToConversation(actor: Actor, access: RoomAccess, userId: string): Promise<RoomView> {
  const { room } = access;
  if (!access.member) throw notFound();
  const people = [...new Set([...room.memberIds.map(String), userId])];
  if (room.type === 'direct') {
    const memberIds = people.filter((id) => id !== actor.userId);
    return (await createConversation(actor, { type: 'group', memberIds, name: '' })).room;
  }
  if (people.length === room.memberIds.length) return viewRoom(room);
  if (people.length > limits.groupPeople)
    throw new AppError('invalid', `A group has at most ${limits.groupPeople} people.`, {
      fields: { userId: 'the group is full' },
    });
  await requirePeople(actor, [userId], 'userId');
  const changed = await growGroup(actor, room, people);
  await putMember(actor.server, changed, userId, 'member');
  return viewRoom(changed);
}

async function growGroup(actor: Actor, room: RoomDoc, people: string[]): Promise<RoomDoc> {
  const memberIds = people.map((id) => new Types.ObjectId(id));
  try {
    const changed = await changeRoom(actor.server, String(room._id), {
      set: { memberIds, peopleKey: peopleKey('group', people) },
    });
    if (!changed) throw notFound();
    return changed;
  } catch (error) {
    // Another group has exactly these people: both stay, this one is no longer found by its people.
    if (duplicateKey(error)?.['peopleKey'] === undefined) throw error;
    const changed = await changeRoom(actor.server, String(room._id), {
      set: { memberIds },
      unset: 'peopleKey',
    });
    if (!changed) throw notFound();
    return changed;
  }
}
