import type { Server } from '../../platform/context.js';
import { endWhatWasMade } from '../../platform/rights.js';
import { removeCredentialsOf } from '../credentials/credentials.change.js';
import { removeLinks } from '../recovery/recovery.change.js';
import { endAllSessions } from '../sessions/sessions.change.js';
import { tellOfUser } from '../users/audience.actions.js';
import { eraseAccount } from '../users/users.change.js';

/** Nobody gets into the account any more. Idempotent. */
export async function lockOut(server: Server, userId: string): Promise<void> {
  await endWhatWasMade(server, { userId, all: true });
  await removeLinks(server, userId);
  await endAllSessions(server, userId, 'deactivated');
  server.publish.cutPerson(userId);
}

/** The account admits nobody and has no name any more; that is published at once. */
export async function eraseName(server: Server, userId: string): Promise<void> {
  await lockOut(server, userId);
  const user = await eraseAccount(server, userId);
  await removeCredentialsOf(server, user._id);
  await tellOfUser(server, user);
}
