import { refusal } from '@parley/shared/refusals';
import { Types } from 'mongoose';
import type { Actor, From, Server } from '../../platform/context.js';
import { PROOF_MS, requireProof } from '../../platform/demands.js';
import { logEvent } from '../../platform/eventLog.js';
import { recordAudit } from '../audit/audit.change.js';
import { findPassword } from '../credentials/credentials.access.js';
import { leaveGroups } from '../groupRules/groupRules.actions.js';
import { findEndedSessions } from '../sessions/sessions.access.js';
import type { Origin } from '../sessions/sessions.change.js';
import { findAccount, loadMe, type UserDoc } from '../users/users.access.js';
import { mailLater, oneLine } from '../workspace/mail.actions.js';
import { readWorkspace } from '../workspace/workspace.access.js';
import { ATTEMPT_MS, storeAttempt } from './attempts.change.js';
import type { Claims } from './claims.js';
import { SignInFailed } from './failure.js';
import { findIdentity, listIdentities, loadIdentity } from './identities.access.js';
import { removeIdentity, restoreIdentity, storeIdentity } from './identities.change.js';
import { endSessionsBy } from './logout.actions.js';
import { countStep } from './openid.limits.js';
import type { AttemptDoc } from './openid.model.js';
import { findProvider, loadProvider, sourceOf, type Provider } from './providers.js';
import { authorizationAddress } from './redeem.js';
import { safePath } from './returnTo.js';

/** Mails a person that a way into their account was added or removed: it may not have been them. */
async function mailOfChange(
  server: Server,
  user: UserDoc,
  { sentence, advice }: { sentence: string; advice: string },
): Promise<void> {
  if (user.email === null) return;
  const { name } = await readWorkspace(server);
  mailLater(server, {
    to: user.email,
    subject: `Signing in to ${name} was changed`,
    text: `Hello ${oneLine(user.displayName)},\n\n${sentence} (@${user.username} in ${oneLine(name)}).\n\nIf this was not you, ${advice} and tell an admin of the workspace now.\n`,
  });
}

/**
 * Begins to connect a provider to one's account. It must be completed in the same browser, while the same session lasts and its proof
 * holds.
 * @param secret of the browser's cookie
 * @returns the address of the provider's page
 * @throws not_found for an unknown provider, forbidden, reauthentication_required, rate_limited, unavailable
 */
export async function beginLink(
  actor: Actor,
  providerId: string,
  { secret, origin, returnTo }: { secret: string; origin: Origin; returnTo: string | undefined },
): Promise<string> {
  requireProof(actor);
  const { server, userId, sessionId, provedAt = new Date(0) } = actor;
  const provider = loadProvider(server, providerId);
  await countStep(server, origin);
  const made = await storeAttempt(server, secret, {
    provider: provider.id,
    returnTo: safePath(returnTo),
    linkTo: { userId, sessionId },
    expiresAt: new Date(Math.min(Date.now() + ATTEMPT_MS, provedAt.getTime() + PROOF_MS)),
  });
  try {
    return await authorizationAddress(server, provider, made);
  } catch (error) {
    server.log.warn({ err: error, provider: provider.id }, 'a provider cannot be used');
    throw refusal('openid.unreachable');
  }
}

/**
 * The person who has begun to connect an account. Signed out meanwhile, or the password was changed: what was proved then counts no more.
 * @throws SignInFailed over
 */
async function loadLinking(
  server: Server,
  { userId, sessionId }: NonNullable<AttemptDoc['linkTo']>,
): Promise<UserDoc> {
  const [ended, user] = await Promise.all([
    findEndedSessions(server, [sessionId]),
    findAccount(server, userId),
  ]);
  if (ended.length > 0 || !user?.active) throw new SignInFailed('over');
  return user;
}

/** Connects a verified account of a provider to the person who has begun it. Repeating it is safe. @throws SignInFailed */
export async function link(
  server: Server,
  provider: Provider,
  {
    claims,
    label,
    linkTo,
    origin,
  }: {
    claims: Claims;
    label: string;
    linkTo: NonNullable<AttemptDoc['linkTo']>;
    origin: From;
  },
): Promise<void> {
  const { userId } = linkTo;
  const user = await loadLinking(server, linkTo);
  const { issuer, subject } = claims;
  const identity = { issuer, subject, userId: new Types.ObjectId(userId), provider: provider.id, label };
  const stored = await storeIdentity(server, identity);
  if (typeof stored === 'string') {
    const known = await findIdentity(server, claims);
    if (known && String(known.userId) === userId) return;
    throw new SignInFailed(stored);
  }
  // Again after the write: a new password removes the identities that are there, and then ends the sessions.
  await loadLinking(server, linkTo).catch(async (error: unknown) => {
    await removeIdentity(server, stored);
    throw error;
  });
  logEvent(server, 'identity_linked', origin, { userId, provider: provider.id });
  await recordAudit(
    { server, ...linkTo, from: origin },
    { action: 'person.identityLinked', on: { kind: 'person', id: userId }, after: { provider: provider.id } },
  );
  await mailOfChange(server, user, {
    sentence: `${provider.name} was connected to your account`,
    advice: `disconnect it under Settings → Connected accounts, change your password`,
  });
}

/** Whether a person can sign in by what they have now: a password, or a provider that is still there. */
async function hasWayIn(server: Server, user: UserDoc): Promise<boolean> {
  if (await findPassword(server, user)) return true;
  const identities = await listIdentities(server, String(user._id));
  return identities.some(({ provider }) => findProvider(server, provider) !== undefined);
}

/**
 * Disconnects a provider, and ends the other sessions that it has started. That a way in stays is checked after the write, which is undone if not: of two that are removed at once both
 * see the other's write.
 * @throws not_found, reauthentication_required, conflict when nothing to sign in by would be left
 */
export async function unlink(actor: Actor, identityId: string): Promise<void> {
  requireProof(actor);
  const { server, userId } = actor;
  const [identity, me] = await Promise.all([loadIdentity(actor, identityId), loadMe(actor)]);
  if (!(await removeIdentity(server, identity))) return;
  if (!(await hasWayIn(server, me))) {
    await restoreIdentity(server, identity);
    throw refusal('openid.lastWayIn');
  }
  await endSessionsBy(server, identity, actor.sessionId);
  await leaveGroups(server, userId, { source: sourceOf({ id: identity.provider }), by: 'provider' });
  logEvent(server, 'identity_unlinked', actor.from, { userId, provider: identity.provider });
  await recordAudit(actor, {
    action: 'person.identityUnlinked',
    on: { kind: 'person', id: userId },
    before: { provider: identity.provider },
  });
  const name = findProvider(server, identity.provider)?.name ?? identity.provider;
  await mailOfChange(server, me, {
    sentence: `${name} was disconnected from your account`,
    advice: 'change your password',
  });
}
