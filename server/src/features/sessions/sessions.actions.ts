import { addressKey } from '../../platform/addressKey.js';
import { AppError, invalidField } from '@parley/shared/errors';
import type { ChangePasswordInput, LoginInput, RegisterInput } from '@parley/shared/sessions';
import { Types, trusted } from 'mongoose';
import type { Actor, Server } from '../../platform/context.js';
import { enterGeneral } from '../rooms/general.actions.js';
import { findAccount, findAccountByLogin, isUnclaimed, type UserDoc } from '../users/users.access.js';
import { freeName } from '../users/users.actions.js';
import { askToConfirm } from '../users/letters.actions.js';
import { insertAccount, renewPasswordHash, setPasswordHash, setUnlocked } from '../users/users.change.js';
import { viewUser } from '../users/users.view.js';
import { hashPassword, isOutdated, passwordMatches, refuseCommon } from './passwords.js';
import { loadSession } from './sessions.access.js';
import { Sessions } from './sessions.model.js';
import {
  endSession,
  startSession,
  type Account,
  type EndReason,
  type Granted,
  type Origin,
} from './sessions.change.js';
import { findFamily } from './sessions.renewal.js';

/** Decides about newcomers; given by whoever mounts the routes, since the workspace itself ends sessions. */
export type Admit = (server: Server, inviteCode: string | undefined) => Promise<() => Promise<void>>;

function newUser(input: Omit<RegisterInput, 'inviteCode'>, passwordHash: string, founder: boolean): Account {
  return {
    _id: new Types.ObjectId(),
    version: 1,
    username: input.username,
    displayName: input.displayName.trim(),
    // The first account has nobody to take an address from; all others confirm theirs first.
    ...(founder
      ? { email: input.email ?? null }
      : { email: null, ...(input.email === undefined ? {} : { emailWanted: input.email }) }),
    passwordHash,
    statusText: '',
    statusEmoji: '',
    role: founder ? 'owner' : 'member',
    active: true,
    showReceipts: true,
    presenceMode: 'auto',
    ...(founder ? { founder: 1 as const } : {}),
    createdAt: new Date(),
  };
}

async function insertUser(server: Server, input: Omit<RegisterInput, 'inviteCode'>): Promise<Account> {
  const passwordHash = await hashPassword(server, input.password);
  await freeName(server, input.username);
  const user = newUser(input, passwordHash, await isUnclaimed(server));
  if (await insertAccount(server, user)) return user;
  const member = newUser(input, passwordHash, false);
  await insertAccount(server, member);
  return member;
}

/**
 * Makes an account and signs it in. The very first becomes owner, and its General room greets it.
 *
 * @param admit lets the newcomer in; returns how to take that back when the account does not come about
 */
export async function register(
  server: Server,
  { inviteCode, ...input }: RegisterInput,
  origin: Origin,
  admit: Admit,
): Promise<Granted> {
  refuseCommon(input.password, input.username, 'password');
  await server.limits.take('register', addressKey(origin.address), origin.limitsUsed);
  const takeBack = await admit(server, inviteCode);
  let user: Account;
  try {
    user = await insertUser(server, input);
  } catch (error) {
    await takeBack();
    throw error;
  }
  await enterGeneral(server, user);
  server.publish.toEveryone('user:changed', { user: viewUser(user) });
  if (user.emailWanted != null) askToConfirm(server, user, user.emailWanted);
  return await startSession(server, user, origin);
}

/** Signs in by user name or e-mail. The answer and its time are the same for a wrong name and a wrong password. */
export async function login(server: Server, input: LoginInput, origin: Origin): Promise<Granted> {
  const name = input.login.trim().toLowerCase();
  const from = addressKey(origin.address);
  await server.limits.take('signInAddress', from, origin.limitsUsed);
  const user = await findAccountByLogin(server, name);
  // One account, one budget: who guesses has no more of it by its former names or its e-mail address.
  const budget = `${user?.username ?? name}|${from}|${user?.unlockedAt?.getTime() ?? 0}`;
  await server.limits.take('signIn', budget, origin.limitsUsed);
  const matches = await passwordMatches(server, input.password, user?.passwordHash);
  if (!user || !matches || !user.active || user.bot)
    throw new AppError('unauthenticated', 'The name or the password is wrong.');
  await server.limits.forgive('signIn', budget);
  if (isOutdated(server, user.passwordHash))
    await renewPasswordHash(server, user, await hashPassword(server, input.password));
  // General is entered at registration; a kill in between is made good here.
  await enterGeneral(server, user);
  return await startSession(server, user, origin);
}

/**
 * Signs out: ends the session that is named, or else that of the refresh token. The same again changes nothing.
 * @param refreshToken what the browser's cookie holds
 * @returns whether the cookie is good for nothing now: it was of that session, or of none
 */
export async function logout(
  server: Server,
  sessionId: string | undefined,
  refreshToken: string | undefined,
): Promise<boolean> {
  const ofCookie = refreshToken === undefined ? null : await findFamily(server, refreshToken);
  const cookieId = ofCookie ? String(ofCookie._id) : undefined;
  const ended = sessionId ?? cookieId;
  if (ended !== undefined) await endSession(server, ended, 'signed_out');
  return cookieId === undefined || cookieId === ended;
}

/** Ends one of one's own sessions. @throws not_found */
export async function revokeSession(actor: Actor, sessionId: string): Promise<void> {
  await loadSession(actor, sessionId);
  await endSession(actor.server, sessionId, sessionId === actor.sessionId ? 'signed_out' : 'revoked');
}

/** Ends all one's sessions but this one. */
export async function revokeOtherSessions(actor: Actor, reason: EndReason = 'revoked'): Promise<void> {
  const others = await Sessions(actor.server)
    .find({ userId: actor.userId, _id: trusted({ $ne: actor.sessionId }) }, { _id: 1 })
    .lean();
  for (const { _id } of others) await endSession(actor.server, String(_id), reason);
}

/** Sets a new password, which signs out everywhere else. @throws invalid when the current one is wrong. */
export async function changePassword(actor: Actor, input: ChangePasswordInput): Promise<void> {
  const { server } = actor;
  await server.limits.take('signIn', `change|${actor.userId}`, actor.limitsUsed);
  const user = await findAccount(server, actor.userId);
  if (!user || !(await passwordMatches(server, input.currentPassword, user.passwordHash)))
    throw invalidField('currentPassword', 'is wrong');
  refuseCommon(input.newPassword, user.username, 'newPassword');
  await setPasswordHash(server, actor.userId, await hashPassword(server, input.newPassword));
  await server.limits.forgive('signIn', `change|${actor.userId}`);
  await revokeOtherSessions(actor, 'password_changed');
}

/**
 * Replaces somebody's password without asking for the old one. What it has let in is for the caller to end.
 * @param claim called when the password is known to be good, before it is stored
 * @throws invalid, and what `claim` throws
 */
export async function replacePassword(
  server: Server,
  user: UserDoc,
  password: string,
  claim: () => Promise<void>,
): Promise<void> {
  refuseCommon(password, user.username, 'password');
  const hash = await hashPassword(server, password);
  await claim();
  await setPasswordHash(server, String(user._id), hash);
}

/** Forgets the attempts to sign in as somebody, from all addresses and on all nodes. */
export const forgetSignIns = (server: Server, { _id }: UserDoc): Promise<void> =>
  setUnlocked(server, String(_id), new Date());

/** Whoever is signed in shows that they know the password. @throws invalid when it is wrong, rate_limited */
export async function requirePassword(actor: Actor, password: string): Promise<void> {
  const { server, userId } = actor;
  await server.limits.take('signIn', `change|${userId}`, actor.limitsUsed);
  const user = await findAccount(server, userId);
  if (!user || !(await passwordMatches(server, password, user.passwordHash)))
    throw invalidField('password', 'is wrong');
  await server.limits.forgive('signIn', `change|${userId}`);
}
