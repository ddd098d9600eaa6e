import { AppError } from '@parley/shared/errors';
import { refusal } from '@parley/shared/refusals';
import { signInLinkPath, type SignInLinkAccount, type SignInLinkInput } from '@parley/shared/signInLinks';
import { addressKey } from '../../platform/addressKey.js';
import { publicAddress } from '../../platform/basePath.js';
import type { Server } from '../../platform/context.js';
import { logEvent } from '../../platform/eventLog.js';
import { findPassword } from '../credentials/credentials.access.js';
import { enterGeneral } from '../rooms/general.actions.js';
import { deviceIdOf, listKnownPeople } from '../sessions/sessions.access.js';
import { startSession, type Granted, type Origin } from '../sessions/sessions.change.js';
import { isBanned } from '../users/bans.access.js';
import { findAccount, findAccountByLogin, type UserDoc } from '../users/users.access.js';
import { mailLater, oneLine } from '../workspace/mail.actions.js';
import { readWorkspace } from '../workspace/workspace.access.js';
import { findLink, removeLinksOf, storeLink, takeLink } from './signInLinks.change.js';
import { linkAddressLimit, linkDeviceLimit, linkMailLimit } from './signInLinks.limits.js';
import { areLinksOn } from './signInLinks.live.js';
import type { SignInLinkDoc } from './signInLinks.model.js';

const over = (): AppError => refusal('signInLinks.over');

const canSignIn = (user: UserDoc | null | undefined): user is UserDoc =>
  user?.active === true && user.bot !== true && user.erased !== true && !isBanned(user);

function requireOn(server: Server): void {
  if (!areLinksOn(server)) throw refusal('signInLinks.off');
}

async function mailLink(server: Server, email: string): Promise<void> {
  // By the confirmed address alone: one that was entered finds nobody.
  const user = await findAccountByLogin(server, email);
  if (!canSignIn(user)) return;
  const [token, { name }] = await Promise.all([storeLink(server, user._id, email), readWorkspace(server)]);
  mailLater(server, {
    to: email,
    subject: `Sign in to ${name}`,
    text: `Hello ${oneLine(user.displayName)},\n\nsign in to your account @${user.username} in ${oneLine(name)} here. The link works once, for 15 minutes:\n${publicAddress(server.config.PUBLIC_URL, signInLinkPath(token))}\n\nIf you did not ask for it, you can ignore this e-mail: nobody is signed in by it.\n`,
  });
}

/**
 * Counts a request for a link. A browser in which the account's owner has signed in has a limit of its own. Any other counts by the address
 * as typed, so that a refusal reveals nothing. An account is looked up only for a browser that is known to somebody.
 */
async function countRequest(server: Server, email: string, origin: Origin): Promise<void> {
  const { limitsUsed, deviceCookie } = origin;
  await server.limits.take(linkAddressLimit, addressKey(origin.address), limitsUsed);
  if ((await listKnownPeople(server, deviceCookie)).length > 0) {
    const user = await findAccountByLogin(server, email);
    // Looked up also for nobody: an address that is somebody's costs no more.
    const deviceId = await deviceIdOf(server, deviceCookie, String(user?._id));
    if (deviceId !== undefined) return await server.limits.take(linkDeviceLimit, deviceId, limitsUsed);
  }
  await server.limits.take(linkMailLimit, email, limitsUsed);
}

/**
 * Sends a link to sign in with, if the address is a confirmed one of somebody who may. They are looked up after the response, so that neither it nor
 * its time reveals whether there is one.
 * @throws conflict where this is off, rate_limited
 */
export async function requestLink(server: Server, { email }: SignInLinkInput, origin: Origin): Promise<void> {
  requireOn(server);
  await countRequest(server, email, origin);
  server.inFlight
    .track(mailLink(server, email))
    .catch((error: unknown) => server.log.error({ err: error }, 'a link to sign in with was not sent'));
}

/** A valid link and its person. @throws conflict where this is off, not_found */
async function loadLinked(server: Server, token: string): Promise<{ link: SignInLinkDoc; user: UserDoc }> {
  requireOn(server);
  const link = await findLink(server, token);
  const user = link && (await findAccount(server, String(link.userId)));
  if (!link || !canSignIn(user) || user.email !== link.email) throw over();
  return { link, user };
}

/** Whose account a link signs in to. Uses nothing up: scanners of mails open links. @throws not_found */
export async function showLink(server: Server, token: string): Promise<SignInLinkAccount> {
  const { username, displayName } = (await loadLinked(server, token)).user;
  return { username, displayName };
}

/** A link is as good as a password, and no more: what is needed besides it is needed here, too. @throws second_factor_required, conflict */
async function requireFactor(server: Server, user: UserDoc): Promise<void> {
  if (!(await server.bus.request('sessions.factorNeeded', { user }))) return;
  const credential = await findPassword(server, user);
  // Tickets name a password; without one there is no second step, and a passkey signs in alone.
  const secondStep =
    credential &&
    (await server.bus.request('sessions.secondStep', {
      proven: { user, credential },
      purpose: 'sign-in',
      byLink: true,
    }));
  // Who only reads the mails must not set up the first factor.
  if (secondStep && !secondStep.enrol)
    throw new AppError('second_factor_required', undefined, { secondStep });
  throw refusal('signInLinks.factor');
}

/**
 * Signs in by a link, once. The session has no proof: what gives power needs the password.
 * @throws not_found when it is used or over, second_factor_required, conflict
 */
export async function useLink(server: Server, token: string, origin: Origin): Promise<Granted> {
  const { link, user } = await loadLinked(server, token);
  if (!(await takeLink(server, link))) throw over();
  await removeLinksOf(server, String(user._id));
  await requireFactor(server, user);
  logEvent(server, 'sign_in', origin, { userId: String(user._id), by: 'link' });
  await enterGeneral(server, user);
  return await startSession(server, user, origin, null);
}
