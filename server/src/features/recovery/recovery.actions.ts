import { notFound } from '@parley/shared/errors';
import { refusal } from '@parley/shared/refusals';
import { mayManage } from '@parley/shared/permissions';
import {
  resetPath,
  type ForgotPasswordInput,
  type ResetAccountView,
  type ResetLinkView,
  type ResetPasswordInput,
} from '@parley/shared/recovery';
import { addressKey } from '../../platform/addressKey.js';
import { publicAddress } from '../../platform/basePath.js';
import type { Actor, Server } from '../../platform/context.js';
import type { LimitsUsed } from '../../platform/rateLimit.js';
import { endWhatWasMade } from '../../platform/rights.js';
import { recordAudit } from '../audit/audit.change.js';
import { replacePassword } from '../credentials/credentials.actions.js';
import { endAllSessions } from '../sessions/sessions.change.js';
import { findAccount, findAccountByLogin, loadUser, type UserDoc } from '../users/users.access.js';
import { mailLater, oneLine } from '../workspace/mail.actions.js';
import { readWorkspace, requireWorkspace } from '../workspace/workspace.access.js';
import { loadLink, removeLinks, storeLink, takeLink } from './recovery.change.js';
import { forgotPasswordLimit, forgotPasswordMailLimit } from './recovery.limits.js';

/** Accounts of webhooks have no password, and a new one does not admit a deactivated person. */
const canSignIn = (user: UserDoc | null | undefined): user is UserDoc =>
  user?.active === true && user.bot !== true;

/** Ends all access that the old password gave: sessions with their sockets, access tokens, webhooks, connected accounts, other links. */
async function endEverything(server: Server, userId: string): Promise<void> {
  await removeLinks(server, userId);
  await server.bus.publishAndWait('password.replaced', { userId });
  await endWhatWasMade(server, { userId, all: true });
  await endAllSessions(server, userId, 'password_changed');
  server.publish.cutPerson(userId);
}

/**
 * Sets a person's new password and ends all access that the old one gave.
 * @param claim called when the password is valid, before anything changes; may throw to stop
 * @throws invalid when the password is too easy to guess
 */
export async function setNewPassword(
  server: Server,
  user: UserDoc,
  password: string,
  claim: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  await replacePassword(server, user, { password, field: 'password' }, claim);
  await endEverything(server, String(user._id));
  if (user.email == null) return;
  const { name } = await readWorkspace(server);
  mailLater(server, {
    to: user.email,
    subject: `Your password for ${name} was changed`,
    text: `Hello ${oneLine(user.displayName)},\n\nthe password of your account @${user.username} in ${oneLine(name)} was reset, and you were signed out everywhere.\n\nIf this was not you, tell an admin of the workspace now.\n`,
  });
}

async function mailLink(server: Server, email: string): Promise<void> {
  const user = await findAccountByLogin(server, email);
  if (!canSignIn(user)) return;
  const [{ token }, { name }] = await Promise.all([
    storeLink(server, String(user._id), 'mail'),
    readWorkspace(server),
  ]);
  mailLater(server, {
    to: email,
    subject: `Reset your password for ${name}`,
    // Links in a mail do not use the Host of the request.
    text: `Hello ${oneLine(user.displayName)},\n\nsomebody asked for a new password for your account @${user.username} in ${oneLine(name)}. Choose one here within an hour:\n${publicAddress(server.config.PUBLIC_URL, resetPath(token))}\n\nIf this was not you, you can ignore this e-mail: your password stays as it is.\n`,
  });
}

/**
 * Sends a reset link, if the address belongs to an account. The account is looked up after the response, so that neither
 * the response nor its time reveals whether it does.
 * @throws conflict without a mail server, rate_limited
 */
export async function forgotPassword(
  server: Server,
  { email }: ForgotPasswordInput,
  from: { address: string; limitsUsed: LimitsUsed },
): Promise<void> {
  if (!server.mail) throw refusal('mail.none');
  await server.limits.take(forgotPasswordLimit, addressKey(from.address), from.limitsUsed);
  // By the address as typed, so that a refusal reveals nothing either.
  await server.limits.take(forgotPasswordMailLimit, email, from.limitsUsed);
  server.inFlight
    .track(mailLink(server, email))
    .catch((error: unknown) => server.log.error({ err: error }, 'a link for a new password was not sent'));
}

/** The account of a link. @throws not_found when it is used, expired, or its account cannot sign in */
export async function showReset(server: Server, token: string): Promise<ResetAccountView> {
  const { username, displayName } = await accountOf(server, String((await loadLink(server, token)).userId));
  return { username, displayName };
}

async function accountOf(server: Server, userId: string): Promise<UserDoc> {
  const user = await findAccount(server, userId);
  if (!canSignIn(user)) throw refusal('accounts.deactivated');
  return user;
}

/**
 * Sets a new password by a link, once. Everything signed in by the old one ends; pages then sign in with the new one.
 * @throws not_found when the link is used or expired, invalid when the password is too easy to guess: the link stays valid
 */
export async function resetPassword(
  server: Server,
  { token, password }: ResetPasswordInput,
): Promise<ResetAccountView> {
  const link = await loadLink(server, token);
  const user = await accountOf(server, String(link.userId));
  await setNewPassword(server, user, password, () => takeLink(server, link));
  // The link is what was shown; that it is this person's is what it says.
  await recordAudit(
    { server, userId: String(user._id), sessionId: '' },
    { action: 'person.passwordReset', on: { kind: 'person', id: String(user._id) } },
  );
  return { username: user.username, displayName: user.displayName };
}

/**
 * Creates a one-time link for a person who cannot sign in. Only this response ever contains it.
 * @throws forbidden, not_found, conflict for a deactivated account
 */
export async function createResetLink(actor: Actor, userId: string): Promise<ResetLinkView> {
  requireWorkspace(actor, 'managePeople');
  const target = await loadUser(actor, userId);
  if (target.bot || target.erased) throw notFound();
  if (!mayManage(actor.role, target.role, target.role)) throw refusal('accounts.ownersOnly');
  if (!target.active) throw refusal('accounts.restoreFirst');
  const link = await storeLink(actor.server, userId, 'admin');
  await recordAudit(actor, { action: 'person.resetLinkCreated', on: { kind: 'person', id: userId } });
  return link;
}
