import { seesEverybody } from '@parley/shared/directory';
import type { WorkspaceRole } from '@parley/shared/permissions';
import type { Server } from '../../platform/context.js';
import { findGeneralId, listSharedRoomIds } from '../rooms/rooms.access.js';
import { findAccount } from '../users/users.access.js';
import { viewUser } from '../users/users.view.js';
import { readWorkspace } from '../workspace/workspace.access.js';
import { presenceOf } from './presence.actions.js';

/** Interval over which the pages of a room's members request `/sync` again, in ms: not all at once. */
const FORGOTTEN_WITHIN_MS = 3000;

interface Place {
  roomId: string;
  userId: string;
}

/** The directory setting, or undefined where membership of this room does not change who sees whom. */
async function modeFor(server: Server, roomId: string) {
  const [{ directory }, generalId] = await Promise.all([readWorkspace(server), findGeneralId(server)]);
  return directory === 'everyone' || roomId === generalId ? undefined : directory;
}

/** After a person joined a room: its people and they see each other, also those who did not before. */
export async function meet(server: Server, { roomId, userId }: Place): Promise<void> {
  const mode = await modeFor(server, roomId);
  const user = mode && (await findAccount(server, userId));
  if (!user) return;
  server.publish.toCompany(roomId, 'user:changed', { user: viewUser(user) });
  server.publish.toCompany(roomId, 'presence:changed', {
    presence: { userId, presence: presenceOf(server, userId) },
  });
  if (seesEverybody(mode, user.role)) return;
  server.publish.show(userId, { roomIds: [roomId] });
  // A room can have thousands of people: one sync has them all.
  server.publish.toUser(userId, 'sync:due', { within: 0 });
}

/** Somebody left a room: they and its members may no longer see each other, and their pages evict who became hidden. */
export async function part(server: Server, { roomId, userId }: Place): Promise<void> {
  if ((await modeFor(server, roomId)) === undefined) return;
  server.publish.toCompany(roomId, 'sync:due', { within: FORGOTTEN_WITHIN_MS });
  server.publish.toUser(userId, 'sync:due', { within: 0 });
}

/** After a change of role, by which a person may see more people, or fewer. */
export async function followRole(server: Server, userId: string, role: WorkspaceRole): Promise<void> {
  const { directory } = await readWorkspace(server);
  if (directory === 'everyone') return;
  const sees = seesEverybody(directory, role);
  server.publish.show(userId, sees ? 'all' : { roomIds: await listSharedRoomIds(server, userId) });
  server.publish.toUser(userId, 'sync:due', { within: 0 });
}
