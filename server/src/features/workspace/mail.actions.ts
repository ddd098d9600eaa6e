import { AppError, notFound } from '@parley/shared/errors';
import { refusal } from '@parley/shared/refusals';
import { publicAddress } from '../../platform/basePath.js';
import type { Actor, Server } from '../../platform/context.js';
import { loadMe } from '../users/users.access.js';
import { findInvite, readWorkspace, requireWorkspace } from './workspace.access.js';
import { requireRight } from '../roles/roles.access.js';
import { mailLimit } from '../../platform/mail.js';
import { recordAudit } from '../audit/audit.change.js';

/** What nodemailer calls its errors: no connection was made. */
const unreachable = new Set([
  'ECONNECTION',
  'ESOCKET',
  'ETIMEDOUT',
  'EDNS',
  'ETLS',
  'ECONNREFUSED',
  'ENOTFOUND',
]);

/** Why a letter was not sent, as an admin can act on it. */
function refused(error: unknown): AppError {
  const code = String((error as { code?: unknown } | null)?.code);
  if (code === 'EAUTH') return refusal('mail.credentials');
  return unreachable.has(code) ? refusal('mail.unreachable') : refusal('mail.rejected');
}

/** People choose names: a line break in one could add a header to a mail, or a paragraph of theirs. */
export const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

/** Sends a mail in the background. Without a mail server nothing is sent; a failure is logged. */
export function mailLater(server: Server, letter: { to: string; subject: string; text: string }): void {
  if (!server.mail) return;
  server.inFlight
    .track(server.mail.send({ ...letter, subject: oneLine(letter.subject) }))
    .catch((error: unknown) => server.log.warn({ err: error }, 'a letter was not sent'));
}

async function write(actor: Actor, letter: { to: string; subject: string; text: string }): Promise<void> {
  const { server } = actor;
  if (!server.mail) throw refusal('mail.none');
  await server.limits.take(mailLimit, actor.userId, actor.limitsUsed);
  try {
    await server.mail.send(letter);
  } catch (error) {
    server.log.warn({ err: error }, 'a letter was not sent');
    throw refused(error);
  }
}

/** Sends an invitation's link to an address. @throws forbidden, not_found, conflict without a mail server, unavailable */
export async function mailInvite(actor: Actor, inviteId: string, email: string): Promise<void> {
  await requireRight(actor, 'invite');
  const invite = await findInvite(actor.server, inviteId);
  if (!invite) throw notFound();
  // Before the letter is written: without a mail server there may be no PUBLIC_URL for its link.
  if (!actor.server.mail) throw refusal('mail.none');
  const [{ name }, me] = await Promise.all([readWorkspace(actor.server), loadMe(actor)]);
  const link = publicAddress(actor.server.config.PUBLIC_URL, `/join/${invite.code}`);
  await write(actor, {
    to: email,
    subject: oneLine(`${me.displayName} invites you to ${name}`),
    text: `Hello,\n\n${oneLine(me.displayName)} invites you to ${oneLine(name)}, a chat for the people you work with.\n\nJoin here:\n${link}\n\nIf you did not expect this e-mail, you can ignore it.\n`,
  });
  // Without the address: it belongs to somebody who is not here yet, and no erasure will find it.
  await recordAudit(actor, { action: 'invitation.mailed', on: { kind: 'invitation', id: inviteId } });
}

/** Sends a mail to oneself, to test the settings of the mail server. @throws forbidden, conflict, unavailable */
export async function testMail(actor: Actor): Promise<void> {
  requireWorkspace(actor, 'changeWorkspace');
  const me = await loadMe(actor);
  // Also to an address not confirmed yet: the missing mail may be the code for it.
  const email = me.emailWanted ?? me.email;
  if (email == null) throw refusal('mail.noAddress');
  const { name } = await readWorkspace(actor.server);
  await write(actor, {
    to: email,
    subject: `Test e-mail from ${name.replace(/\s+/g, ' ')}`,
    text: 'This is a test. Your mail server works.\n',
  });
}
