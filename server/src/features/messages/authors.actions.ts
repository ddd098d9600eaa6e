import type { UserView } from '@parley/shared/users';
import type { Actor } from '../../platform/context.js';
import { loadRoom } from '../rooms/rooms.access.js';
import { seenAmong } from '../users/directory.access.js';
import { findAccounts } from '../users/users.access.js';
import { viewHidden, viewUser } from '../users/users.view.js';
import { saidSomething } from './messages.access.js';

/**
 * Those of these people who wrote a message in a room the actor may read, and that is not deleted. Of an author who is hidden from the actor
 * the view has the name alone: their messages are readable there.
 * @throws not_found
 */
export async function readAuthors(actor: Actor, roomId: string, userIds: string[]): Promise<UserView[]> {
  await loadRoom(actor, roomId);
  const said = await Promise.all(
    userIds.map(async (userId) => ((await saidSomething(actor.server, roomId, userId)) ? [userId] : [])),
  );
  const authorIds = said.flat();
  const [accounts, seen] = await Promise.all([
    findAccounts(actor.server, authorIds),
    seenAmong(actor, authorIds),
  ]);
  return [...accounts].map(([userId, user]) =>
    seen.has(userId) || user.bot === true ? viewUser(user) : viewHidden(user),
  );
}
