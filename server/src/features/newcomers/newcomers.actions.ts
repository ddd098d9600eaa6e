import { notFound } from '@parley/shared/errors';
import { moderationLimits } from '@parley/shared/moderation/limits';
import type { NewcomersView } from '@parley/shared/moderation/newcomers';
import type { Actor, Server } from '../../platform/context.js';
import { recordAudit } from '../audit/audit.change.js';
import { removeCredentialsOf } from '../credentials/credentials.change.js';
import { enterGeneral } from '../rooms/general.actions.js';
import { publishAccount } from '../users/audience.actions.js';
import type { UserDoc } from '../users/users.access.js';
import { approveWaiting, countWaiting, listWaiting, removeWaiting } from '../users/waiting.change.js';
import { mailLater, oneLine } from '../workspace/mail.actions.js';
import { readWorkspace, requireWorkspace } from '../workspace/workspace.access.js';
import { findBrake } from './brake.access.js';
import { releaseBrake } from './brake.change.js';

/** The accounts that wait, the oldest first, and the brake. @throws forbidden */
export async function listNewcomers(actor: Actor, after: string | undefined): Promise<NewcomersView> {
  requireWorkspace(actor, 'moderate');
  const { server } = actor;
  const limit = moderationLimits.newcomers;
  const [found, count, brake] = await Promise.all([
    listWaiting(server, after, limit),
    countWaiting(server),
    findBrake(server),
  ]);
  return {
    count,
    people: found.map(({ _id, username, displayName, email, emailWanted, waiting, createdAt }) => ({
      userId: String(_id),
      username,
      displayName,
      email: email ?? emailWanted ?? null,
      by: waiting?.by ?? 'form',
      createdAt: createdAt.toISOString(),
    })),
    next: found.length === limit ? String(found.at(-1)?._id) : null,
    brake: brake && {
      holds: brake.holds,
      since: brake.since.toISOString(),
      until: brake.until.toISOString(),
    },
  };
}

/** To the address they gave, also before it is confirmed: it is theirs or nobody's. */
async function mail(server: Server, user: UserDoc, what: 'approved' | 'declined'): Promise<void> {
  const to = user.email ?? user.emailWanted;
  if (to == null) return;
  const name = oneLine((await readWorkspace(server)).name);
  mailLater(server, {
    to,
    subject: what === 'approved' ? `Welcome to ${name}` : `Your account in ${name}`,
    text:
      what === 'approved'
        ? `Hello ${oneLine(user.displayName)},\n\nyour account @${user.username} in ${name} has been approved. You can sign in now.\n`
        : `Hello ${oneLine(user.displayName)},\n\nyour account @${user.username} in ${name} was not approved. What you entered has been deleted.\n`,
  });
}

/** Opens an account that waits. Of two moderators at once one does. @throws forbidden, not_found */
export async function approveNewcomer(actor: Actor, userId: string): Promise<void> {
  requireWorkspace(actor, 'moderate');
  const { server } = actor;
  const user = await approveWaiting(server, userId);
  if (!user) throw notFound();
  await enterGeneral(server, user);
  await publishAccount(server, user);
  await recordAudit(actor, { action: 'person.approved', on: { kind: 'person', id: userId } });
  await mail(server, user, 'approved');
}

/** Deletes an account that waits, and whatever is stored of it. @throws forbidden, not_found */
export async function declineNewcomer(actor: Actor, userId: string): Promise<void> {
  requireWorkspace(actor, 'moderate');
  const { server } = actor;
  const user = await removeWaiting(server, userId);
  if (!user) throw notFound();
  await removeCredentialsOf(server, user._id);
  await server.bus.publishAndWait('person.erased', { userId, messages: 'keep' });
  // Not who it was: nobody has the account any more.
  await recordAudit(actor, { action: 'person.declined' });
  await mail(server, user, 'declined');
}

/** Ends the brake by hand. @throws forbidden, not_found when it is not pulled */
export async function endBrake(actor: Actor): Promise<void> {
  requireWorkspace(actor, 'moderate');
  if (!(await releaseBrake(actor.server))) throw notFound();
  await recordAudit(actor, { action: 'brake.released' });
}
