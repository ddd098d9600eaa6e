import type { GroupAdded } from '@parley/shared/groups';
import { limits } from '@parley/shared/limits';
import { invalidField } from '@parley/shared/faults';
import type { Actor } from '../../platform/context.js';
import { listMembers, loadRoom } from '../rooms/rooms.access.js';
import { createRoom, putRoomMember } from '../rooms/rooms.actions.js';
import { findReachable } from '../users/directory.access.js';
import { loadGroup } from './seen.access.js';

/**
 * Adds the members of a group that are visible to the actor to a room, as adding each of them would. To a direct message: makes a group conversation
 * with them. A repeat adds those who are not in it yet; who joins the group later is not added.
 * @throws not_found, forbidden, invalid when a group conversation would be too large, conflict at a limit; those added before stay
 */
export async function addGroupToRoom(actor: Actor, roomId: string, groupId: string): Promise<GroupAdded> {
  const { room } = await loadRoom(actor, roomId);
  const group = await loadGroup(actor, groupId);
  const reachable = (await findReachable(actor, group.memberIds.map(String))).map(({ _id }) => String(_id));
  const present = new Set((await listMembers(actor.server, roomId)).map(({ userId }) => String(userId)));
  const wanted = reachable.filter((userId) => !present.has(userId));
  if (room.type === 'direct' || room.type === 'group') {
    const all = new Set([...room.memberIds.map(String), ...wanted]);
    if (all.size > limits.groupPeople)
      throw invalidField('groupId', 'groupTooLarge', { most: limits.groupPeople });
  }
  if (wanted.length === 0) return { roomId, added: 0 };
  if (room.type === 'direct') {
    const memberIds = [...room.memberIds.map(String), ...wanted].filter((id) => id !== actor.userId);
    const made = await createRoom(actor, { type: 'group', memberIds, name: '' });
    return { roomId: made.room.roomId, added: wanted.length };
  }
  for (const userId of wanted) await putRoomMember(actor, { roomId, userId }, {});
  return { roomId, added: wanted.length };
}
