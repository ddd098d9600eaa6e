import { timingSafeEqual } from 'node:crypto';
import { invalidField } from '@parley/shared/faults';
import type { MeView } from '@parley/shared/users';
import type { Actor } from '../../platform/context.js';
import { requireAllowedEmail } from '../workspace/workspace.access.js';
import { loadMe } from './users.access.js';
import { tellOfUser } from './audience.actions.js';
import { updateProfile } from './users.change.js';
import { codeOf, mailFormerAddress } from './letters.actions.js';
import { viewMe } from './users.view.js';
import { emailCodeLimit } from './users.limits.js';

/**
 * Confirms the e-mail address one has entered by the code that was sent to it: from then on one can sign in with it.
 * @throws invalid for a wrong code, rate_limited, conflict when somebody else has confirmed it meanwhile
 */
export async function confirmEmail(actor: Actor, code: string): Promise<MeView> {
  const { server, userId } = actor;
  await server.limits.take(emailCodeLimit, `email|${userId}`, actor.limitsUsed);
  const before = await loadMe(actor);
  const { emailWanted } = before;
  const expected = Buffer.from(codeOf(server, userId, emailWanted ?? ''));
  const given = Buffer.from(code.trim().toUpperCase());
  if (emailWanted == null || given.length !== expected.length || !timingSafeEqual(given, expected))
    throw invalidField('code', 'wrong');
  // Which domains are allowed may have changed since it was entered.
  requireAllowedEmail(server, emailWanted);
  const user = await updateProfile(server, userId, { email: emailWanted });
  await tellOfUser(server, user);
  mailFormerAddress(server, before, emailWanted);
  return viewMe(user);
}
