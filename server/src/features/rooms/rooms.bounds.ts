import { AppError } from '@parley/shared/errors';
import { refusal } from '@parley/shared/refusals';
import { limits } from '@parley/shared/limits';
import { mayInWorkspace } from '@parley/shared/permissions';
import { Types } from 'mongoose';
import type { Actor, Server } from '../../platform/context.js';
import { inSlot, isFull, type Slots } from '../../platform/slots.js';
import { Members, Rooms, type RoomDoc } from './rooms.model.js';

/** Stores a room or group, counted for its creator. @throws conflict at the limit, and on unique names */
export async function storeRoom(actor: Actor, room: Omit<RoomDoc, '_id' | 'slot'>): Promise<RoomDoc> {
  const model = Rooms(actor.server);
  const slots = { of: { createdBy: room.createdBy }, most: limits.roomsPerPerson };
  const made = await inSlot(model, slots, (slot) => model.create({ ...room, slot }));
  if (made) return made.toObject<RoomDoc>();
  throw refusal('rooms.tooMany', { most: limits.roomsPerPerson });
}

/** The slots for additions of one person by another. */
export const additionsOf = (addedBy: string, userId: string): Slots => ({
  of: { addedBy: new Types.ObjectId(addedBy), userId: new Types.ObjectId(userId) },
  most: limits.additionsPerTarget,
});

export const tooManyAdditions = (): AppError =>
  refusal('rooms.additions', { most: limits.additionsPerTarget });

/** The person whose additions are counted; undefined for those who manage the workspace. */
export const adderOf = (actor: Actor): string | undefined =>
  mayInWorkspace('managePeople', actor.role) ? undefined : actor.userId;

/** Checked before a room is created for these people. @throws conflict when one of them was added to too many */
export async function requireAddable(actor: Actor, userIds: string[]): Promise<void> {
  const addedBy = adderOf(actor);
  if (addedBy === undefined) return;
  const others = userIds.filter((userId) => userId !== actor.userId);
  const full = await Promise.all(others.map((userId) => isFullFor(actor.server, addedBy, userId)));
  if (full.includes(true)) throw tooManyAdditions();
}

const isFullFor = (server: Server, addedBy: string, userId: string): Promise<boolean> =>
  isFull(Members(server), additionsOf(addedBy, userId));
