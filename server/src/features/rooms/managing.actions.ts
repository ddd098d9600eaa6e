import { AppError, notFound } from '@parley/shared/errors';
import type { ManageRoomInput } from '@parley/shared/overview/rooms';
import { refusal } from '@parley/shared/refusals';
import type { Actor } from '../../platform/context.js';
import { duplicateKey } from '../../platform/database.js';
import { recordAudit } from '../audit/audit.change.js';
import { requireSeen } from '../users/directory.access.js';
import { findAccount } from '../users/users.access.js';
import { filterText } from '../wordFilter/wordFilter.access.js';
import { requireWorkspace } from '../workspace/workspace.access.js';
import { nameRooms } from './managed.access.js';
import { changeMember, changeRoom, publishMember } from './members.change.js';
import { archiveNow, changeAndAnnounce, nameTaken } from './rooms.actions.js';
import { findMembersAmong, findRoomUnchecked, type RoomDoc } from './rooms.access.js';

/**
 * A room as those may change it who manage all rooms, whether they are in it or not. Conversations of people have no managers.
 * @returns the room, and whether the actor may read it
 * @throws forbidden, not_found
 */
async function loadManaged(actor: Actor, roomId: string): Promise<{ room: RoomDoc; readable: boolean }> {
  requireWorkspace(actor, 'manageRooms');
  const room = await findRoomUnchecked(actor.server, roomId);
  if (room?.type !== 'public' && room?.type !== 'private') throw notFound();
  const { names } = await nameRooms(actor, [roomId]);
  return { room, readable: names.has(roomId) };
}

async function unarchive(actor: Actor, room: RoomDoc): Promise<void> {
  const roomId = String(room._id);
  try {
    await changeRoom(actor.server, roomId, { set: { archived: false } });
  } catch (error) {
    // Meanwhile another public room has its name.
    if (duplicateKey(error)?.['nameKey'] !== undefined) throw nameTaken();
    throw error;
  }
  await recordAudit(actor, { action: 'room.unarchived', on: { kind: 'room', id: roomId } });
}

/**
 * Renames, archives or restores a room. One that the actor may not read keeps its name. Idempotent.
 * @throws forbidden for General, not_found, conflict when the name is taken or the room is archived
 */
export async function manageRoom(actor: Actor, roomId: string, input: ManageRoomInput): Promise<void> {
  const { room, readable } = await loadManaged(actor, roomId);
  if (room.general === 1) throw new AppError('forbidden');
  const { name, archived = room.archived } = input;
  if (name !== undefined && !readable) throw notFound();
  if (archived !== room.archived) await (archived ? archiveNow(actor, room) : unarchive(actor, room));
  if (name === undefined || name === room.name) return;
  if (archived) throw refusal('rooms.archived');
  const renamed = await filterText(actor.server, name);
  await changeAndAnnounce(actor, room, { renamed, topic: undefined, slow: undefined });
}

/** Makes a member of a room that the actor may read its owner, beside those it has. Idempotent. @throws forbidden, not_found, conflict */
export async function setRoomOwner(actor: Actor, roomId: string, userId: string): Promise<void> {
  const { room, readable } = await loadManaged(actor, roomId);
  if (!readable) throw notFound();
  if (room.general === 1) throw new AppError('forbidden');
  if (room.archived) throw refusal('rooms.archived');
  await requireSeen(actor, userId);
  const [[member], account] = await Promise.all([
    findMembersAmong(actor.server, [roomId], [userId]),
    findAccount(actor.server, userId),
  ]);
  if (!member || !account?.active) throw notFound();
  if (member.role === 'owner') return;
  const changed = await changeMember(actor.server, { roomId, userId }, { role: 'owner' });
  if (!changed) throw notFound();
  await publishMember(actor.server, room, changed);
  await recordAudit(actor, {
    action: 'room.roleChanged',
    on: { kind: 'person', id: userId },
    roomId,
    before: { role: member.role },
    after: { role: 'owner' },
  });
}
