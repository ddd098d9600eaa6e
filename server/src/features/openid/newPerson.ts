import { randomBytes } from 'node:crypto';
import { AppError } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import { displayName, email as emailAddress, username } from '@parley/shared/users';
import { Types } from 'mongoose';
import { addressKey } from '../../platform/addressKey.js';
import type { Server } from '../../platform/context.js';
import { logEvent } from '../../platform/eventLog.js';
import { isBannedAddress } from '../moderation/addressBans.access.js';
import { findBrake } from '../newcomers/brake.access.js';
import { waitingFields } from '../newcomers/newcomers.access.js';
import { settleNew } from '../newcomers/newcomers.change.js';
import { newUser } from '../sessions/sessions.actions.js';
import type { Account, Origin } from '../sessions/sessions.change.js';
import { findAccountByLogin, isUnclaimed } from '../users/users.access.js';
import { freeName } from '../users/users.actions.js';
import { insertAccount } from '../users/users.change.js';
import { firstClean } from '../wordFilter/wordFilter.access.js';
import { isAllowedEmail } from '../workspace/workspace.access.js';
import { admit } from '../workspace/workspace.actions.js';
import { admitsByRule } from './admission.js';
import type { Claims } from './claims.js';
import { SignInFailed } from './failure.js';
import { removeIdentity, storeIdentity } from './identities.change.js';
import { openidRegisterLimit } from './openid.limits.js';
import type { Provider } from './providers.js';

/** Numbers that are tried behind a user name that is taken; after them some random digits. */
const NUMBERS = 9;

/** A user name in the form that people may have; undefined where nothing is left of it. */
function plainName(wanted: string | undefined): string | undefined {
  const plain = (wanted ?? '')
    .split('@')[0]
    ?.normalize('NFKD')
    .toLowerCase()
    .replace(/\s+/g, '.')
    .replace(/[^a-z0-9._-]/g, '')
    .slice(0, limits.usernameMax - 8)
    .replace(/^[._-]+|[._-]+$/g, '');
  return username.safeParse(plain).success ? plain : undefined;
}

/** User names to try, the best first. */
function* namesFor({ username: wanted, email, name }: Claims): Generator<string> {
  const first = plainName(wanted) ?? plainName(email) ?? plainName(name) ?? 'person';
  yield first;
  for (let number = 2; number <= NUMBERS; number++) yield `${first}${number}`;
  yield `${first}${randomBytes(3).toString('hex')}`;
  // Should none of theirs pass the word filter.
  yield `person${randomBytes(5).toString('hex')}`;
}

const isTaken = (error: unknown, key: string): boolean => error instanceof AppError && error.key === key;

/** The address that the new account gets: one that the provider has confirmed. */
const confirmedEmail = ({ email, emailVerified }: Claims): string | undefined =>
  emailVerified === true && emailAddress.safeParse(email).success ? email : undefined;

/** What people see of them until they change it. */
async function shownName(
  server: Server,
  { name, username: wanted, email }: Claims,
  fallback: string,
): Promise<string> {
  const candidates = [name, wanted, email?.split('@')[0], fallback];
  const shown = candidates.map((one) => one?.trim().slice(0, limits.displayName));
  const valid = shown.flatMap((one) => (displayName.safeParse(one).success ? (one ?? []) : []));
  return (await firstClean(server, valid)) ?? fallback;
}

async function insertWithFreeName(
  server: Server,
  { claims, waiting }: { claims: Claims; waiting: Partial<Account> },
  _id: Types.ObjectId,
): Promise<Account> {
  const email = confirmedEmail(claims);
  for (const name of namesFor(claims)) {
    if ((await firstClean(server, [name])) !== name) continue;
    const person = { username: name, displayName: await shownName(server, claims, name) };
    const user: Account = { ...newUser(_id, person, false), email: email ?? null, ...waiting };
    await freeName(server, name);
    try {
      await insertAccount(server, user);
      return user;
    } catch (error) {
      if (isTaken(error, 'accounts.emailTaken')) throw new SignInFailed('emailTaken', error);
      if (!isTaken(error, 'names.taken')) throw error;
    }
  }
  throw new Error('no user name is free, or none passes the word filter');
}

/** By the provider's rule, else by that of the workspace. @returns the function that undoes it. @throws SignInFailed */
async function admitNew(
  server: Server,
  { provider, claims, inviteCode }: { provider: Provider; claims: Claims; inviteCode: string | undefined },
): Promise<() => Promise<void>> {
  if (inviteCode === undefined && admitsByRule(provider, claims)) return () => Promise.resolve();
  if (!isAllowedEmail(server, confirmedEmail(claims))) throw new SignInFailed('domain');
  try {
    return await admit(server, inviteCode);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'forbidden') throw error;
    throw new SignInFailed(error.key === 'workspace.closed' ? 'closed' : 'invitation', error);
  }
}

/** Whether nobody comes without an invitation at the moment. */
const isClosed = async (server: Server, origin: Origin): Promise<boolean> =>
  (await isBannedAddress(server, origin.address)) || (await findBrake(server))?.holds === 'invitations';

/**
 * Makes an account for somebody who signs in by a provider for the first time. Never one of another person: an address that an account has
 * already, confirmed or not, refuses.
 * @returns the account, or `taken` when a concurrent sign-in of the same person was first
 * @throws SignInFailed, rate_limited
 */
export async function makePerson(
  server: Server,
  provider: Provider,
  {
    claims,
    label,
    inviteCode,
    origin,
  }: {
    claims: Claims;
    label: string;
    inviteCode: string | undefined;
    origin: Origin;
  },
): Promise<Account | 'taken'> {
  // The owner is made with a password, so that a workspace can be entered without its provider.
  if (await isUnclaimed(server)) throw new SignInFailed('firstRun');
  // Before anything is looked up: whether an account has an address that somebody merely claims does not show.
  if (claims.emailVerified === false) throw new SignInFailed('unverified');
  await server.limits.take(openidRegisterLimit, addressKey(origin.address), origin.limitsUsed);
  const email = confirmedEmail(claims);
  if (email !== undefined && (await findAccountByLogin(server, email))) throw new SignInFailed('emailTaken');
  if (inviteCode === undefined && (await isClosed(server, origin))) throw new SignInFailed('invitation');
  const takeBack = await admitNew(server, { provider, claims, inviteCode });
  const _id = new Types.ObjectId();
  const { issuer, subject } = claims;
  // Before the account: a crash in between leaves an identity of nobody, which the next sign-in replaces.
  const identity = await storeIdentity(server, {
    issuer,
    subject,
    userId: _id,
    provider: provider.id,
    label,
  });
  if (typeof identity === 'string') {
    await takeBack();
    return 'taken';
  }
  let user: Account;
  try {
    const waiting = await waitingFields(server, inviteCode === undefined ? 'provider' : 'invitation');
    user = await insertWithFreeName(server, { claims, waiting }, _id);
  } catch (error) {
    await removeIdentity(server, identity);
    await takeBack();
    throw error;
  }
  logEvent(server, 'registered', origin, { userId: String(_id), role: user.role, provider: provider.id });
  await settleNew(server, user);
  return user;
}
