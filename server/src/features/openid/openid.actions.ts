import { limits } from '@parley/shared/limits';
import type { Server } from '../../platform/context.js';
import { logEvent } from '../../platform/eventLog.js';
import { resolveRules } from '../groupRules/groupRules.access.js';
import { applyGroups } from '../groupRules/groupRules.actions.js';
import { enterGeneral } from '../rooms/general.actions.js';
import { listKnownPeople } from '../sessions/sessions.access.js';
import { startSession, type Granted, type Origin } from '../sessions/sessions.change.js';
import { isBanned } from '../users/bans.access.js';
import { findAccount, type UserDoc } from '../users/users.access.js';
import { groupsOf, requireAllowed } from './admission.js';
import { ATTEMPT_MS, storeAttempt, takeAttempt } from './attempts.change.js';
import type { Claims } from './claims.js';
import { NothingSilent, SignInFailed, wouldShow } from './failure.js';
import { findIdentity } from './identities.access.js';
import { removeIdentity, renameIdentity } from './identities.change.js';
import { link } from './linking.actions.js';
import { makePerson } from './newPerson.js';
import { countStep, openidCallbackLimit } from './openid.limits.js';
import type { AttemptDoc, IdentityDoc } from './openid.model.js';
import { loadProvider, sourceOf, type Provider } from './providers.js';
import { authorizationAddress, redeem } from './redeem.js';
import { safePath } from './returnTo.js';
import { hasEndOfSession, noteSession } from './logout.actions.js';

/** An identity whose account is not there after this time, in ms, is what a crash has left. */
const UNFINISHED_MS = 60_000;

/** What a callback led to: a session, or a connected account. */
export interface Completed {
  /** Absent where an account was connected. */
  granted?: Granted;
  returnTo: string;
  /** The provider has a page that signs out there. */
  signsOut: boolean;
}

/**
 * Begins a sign-in.
 * @param secret of the browser's cookie
 * @param again the provider shall verify the person anew, also where they are signed in there
 * @param silent nothing is shown: who is not signed in there comes back as they went
 * @returns the address of the provider's page
 * @throws not_found for an unknown provider, rate_limited, ProviderUnreachable
 */
export async function begin(
  server: Server,
  providerId: string,
  {
    secret,
    origin,
    returnTo,
    inviteCode,
    again,
    silent = false,
  }: {
    secret: string;
    origin: Origin;
    returnTo: string | undefined;
    inviteCode: string | undefined;
    again: boolean;
    silent?: boolean;
  },
): Promise<string> {
  const provider = loadProvider(server, providerId);
  await countStep(server, origin);
  const made = await storeAttempt(server, secret, {
    provider: provider.id,
    returnTo: safePath(returnTo),
    ...(inviteCode === undefined ? {} : { inviteCode }),
    ...(silent ? { silent } : {}),
    knownTo: await listKnownPeople(server, origin.deviceCookie),
    expiresAt: new Date(Date.now() + ATTEMPT_MS),
  });
  return await authorizationAddress(server, provider, { ...made, again, silent });
}

/** What a person recognizes their account at a provider by. */
const labelOf = ({ email, username, name, subject }: Claims): string =>
  (email ?? username ?? name ?? subject).slice(0, limits.email);

/** The person of an identity, or a new one. @throws SignInFailed, rate_limited */
async function personOf(
  server: Server,
  provider: Provider,
  { claims, attempt, origin }: { claims: Claims; attempt: AttemptDoc; origin: Origin },
): Promise<{ _id: UserDoc['_id']; fresh?: boolean }> {
  const { inviteCode, silent } = attempt;
  const label = labelOf(claims);
  let known: IdentityDoc | null = await findIdentity(server, claims);
  // Nobody gets an account without having pressed anything.
  if (!known && silent) throw new NothingSilent(attempt.returnTo);
  if (!known) {
    const made = await makePerson(server, provider, { claims, label, inviteCode, origin });
    if (made !== 'taken') return { _id: made._id, fresh: true };
    known = await findIdentity(server, claims);
  }
  if (!known) throw new SignInFailed('over');
  const user = await findAccount(server, String(known.userId));
  if (user) {
    await renameIdentity(server, known, label);
    return user;
  }
  // A concurrent sign-in is about to store the account; or a crash has left an identity of nobody, and this one begins anew.
  if (Date.now() - known.createdAt.getTime() < UNFINISHED_MS) throw new SignInFailed('over');
  await removeIdentity(server, known);
  return await personOf(server, provider, { claims, attempt, origin });
}

async function signIn(
  server: Server,
  provider: Provider,
  { claims, attempt, origin }: { claims: Claims; attempt: AttemptDoc; origin: Origin },
): Promise<Granted> {
  const { _id, fresh } = await personOf(server, provider, { claims, attempt, origin });
  await applyGroups(server, String(_id), {
    source: sourceOf(provider),
    groups: groupsOf(provider, claims),
    rules: await resolveRules(server, provider.groups?.rules ?? []),
    by: 'provider',
    ...(fresh === undefined ? {} : { fresh }),
  });
  const user = await findAccount(server, String(_id));
  if (user?.waiting) throw new SignInFailed('waiting');
  if (!user?.active || user.bot || user.erased) throw new SignInFailed('deactivated');
  if (isBanned(user)) throw new SignInFailed('banned');
  // A provider says who somebody is, and not that their second factor was used: it must not be a way around it.
  if (await server.bus.request('sessions.factorNeeded', { user })) throw new SignInFailed('secondFactor');
  logEvent(server, 'sign_in', origin, { userId: String(user._id), provider: provider.id });
  // As after a sign-in with a password: it makes up for a crash in the registration.
  await enterGeneral(server, user);
  // Who is still signed in there has shown nothing now: the proof is as old as the sign-in at the provider.
  const granted = await startSession(server, user, origin, claims.authenticatedAt ?? null);
  await noteSession(server, granted.signedIn.sessionId, { userId: user._id, claims });
  return granted;
}

/**
 * Completes what was begun: verifies the answer of the provider, then signs the person in or connects the provider to their account.
 * @param callback `query` as received, `secret` of the browser's cookie
 * @throws SignInFailed, and whatever is wrong with the answer; nothing was changed then. `returnTo` of an attempt is lost with it
 */
export async function complete(
  server: Server,
  providerId: string,
  { query, secret, origin }: { query: string; secret: string | undefined; origin: Origin },
): Promise<Completed> {
  const provider = loadProvider(server, providerId);
  const state = new URLSearchParams(query).get('state');
  if (secret === undefined || state === null) throw new SignInFailed('over');
  const attempt = await takeAttempt(server, { state, secret, provider: provider.id });
  if (!attempt) throw new SignInFailed('over');
  // Any page can send people here: only what was begun in this browser counts.
  await countStep(server, origin, openidCallbackLimit);
  const claims = await redeem(server, provider, { query, state, attempt }).catch((error: unknown) => {
    if (attempt.silent && wouldShow(error)) throw new NothingSilent(attempt.returnTo);
    throw error;
  });
  requireAllowed(provider, claims);
  const { returnTo, linkTo } = attempt;
  const signsOut = await hasEndOfSession(server, provider);
  if (!linkTo) {
    const { knownTo = [] } = attempt;
    const granted = await signIn(server, provider, { claims, attempt, origin: { ...origin, knownTo } });
    return { granted, returnTo, signsOut };
  }
  await link(server, provider, { claims, label: labelOf(claims), linkTo, origin });
  return { returnTo, signsOut };
}
