import type { Server } from '../../platform/context.js';
import { enterGeneral } from '../rooms/general.actions.js';
import { publishAccount } from '../users/audience.actions.js';
import type { UserDoc } from '../users/users.access.js';
import { callModerators, countArrival } from './brake.change.js';

/** What follows when an account was stored: it enters General and is published, or waits and moderators are notified. */
export async function settleNew(server: Server, user: Omit<UserDoc, 'names'>): Promise<void> {
  if (user.waiting) callModerators(server, 'accountsWait');
  else {
    await enterGeneral(server, user);
    await publishAccount(server, { ...user, names: [user.username] });
  }
  if (user.founder !== 1) await countArrival(server, 'accounts');
}
