import { refusal } from '@parley/shared/refusals';
import { addressKey } from '../../platform/addressKey.js';
import type { Server } from '../../platform/context.js';
import type { Limit } from '../../platform/rateLimit.js';
import { completeSignIn } from '../sessions/sessions.actions.js';
import type { Granted, Origin } from '../sessions/sessions.change.js';
import { findAccount } from '../users/users.access.js';
import { takeApproval } from '../users/waiting.change.js';
import { readWaitingTicket, waitingRefusal } from './newcomers.access.js';

/** A page asks every five seconds, and some people share an address. */
const waitingLimit: Limit = { name: 'waiting', bounds: () => [600, 60] };

/**
 * Signs in the person of a page that waits, once they are approved. Once: afterwards they sign in as everybody.
 * @throws forbidden while they wait, not_found when they were declined, unauthenticated, rate_limited
 */
export async function enterApproved(server: Server, ticket: string, origin: Origin): Promise<Granted> {
  await server.limits.take(waitingLimit, addressKey(origin.address), origin.limitsUsed);
  const userId = readWaitingTicket(server, ticket);
  const user = await findAccount(server, userId);
  if (!user) throw refusal('newcomers.declined');
  if (user.waiting) throw waitingRefusal(server, user);
  // Whatever their role needs besides is shown at the sign-in.
  if (!user.active || (await server.bus.request('sessions.factorNeeded', { user })))
    throw refusal('sessions.tooLong');
  if (!(await takeApproval(server, userId))) throw refusal('sessions.tooLong');
  return await completeSignIn(server, user, origin);
}
