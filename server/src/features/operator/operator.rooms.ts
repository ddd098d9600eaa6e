import { objectId } from '@parley/shared/ids';
import type { RequestOf } from '@parley/shared/operator';
import { publicAddress } from '../../platform/basePath.js';
import type { Actor } from '../../platform/context.js';
import { archiveRoom } from '../rooms/rooms.actions.js';
import { listNamedRooms } from '../rooms/roomNames.access.js';
import { countMembers, findRoomUnchecked, type RoomDoc } from '../rooms/rooms.access.js';
import { createInvite } from '../workspace/workspace.actions.js';
import { OperatorFault } from './operator.fault.js';

async function viewRooms({ server }: Actor, rooms: RoomDoc[]) {
  const people = await countMembers(server, rooms);
  return rooms.map(({ _id, name, type, archived }) => ({
    roomId: String(_id),
    name,
    type,
    archived,
    members: people.get(String(_id)) ?? 0,
  }));
}

/** The rooms that have a name. Conversations have none. */
export const listRooms = async (actor: Actor) => ({
  rooms: await viewRooms(actor, await listNamedRooms(actor.server)),
});

/** A room by its id or its name. Private rooms may share theirs. @throws OperatorFault */
async function loadNamed({ server }: Actor, given: string): Promise<RoomDoc> {
  const byId = objectId.safeParse(given).success ? await findRoomUnchecked(server, given) : null;
  const found = byId ? [byId] : await listNamedRooms(server, given.replace(/^#/, ''));
  const [room] = found;
  if (!room || (room.type !== 'public' && room.type !== 'private'))
    throw new OperatorFault(`There is no room called ${given}.`);
  if (found.length > 1) throw new OperatorFault(`Several rooms are called ${given}. Use the id of one.`);
  if (room.general === 1) throw new OperatorFault('General is everybody’s room, and is not archived.');
  return room;
}

/** Archives a room for good. Repeated, it changes nothing. */
export async function archive(actor: Actor, { room: given }: RequestOf<'rooms-archive'>) {
  const room = await loadNamed(actor, given);
  await archiveRoom(actor, String(room._id));
  return { rooms: await viewRooms(actor, [{ ...room, archived: true }]) };
}

/** Makes an invitation with its link. @param base the URL of the workspace */
export async function invite(actor: Actor, { hours, uses }: RequestOf<'invites-add'>, base: string) {
  const { inviteId, code, expiresAt, left } = await createInvite(actor, { hours, uses });
  return { invitation: { inviteId, url: publicAddress(base, `/join/${code}`), expiresAt, left } };
}
