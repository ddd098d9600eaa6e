import { AppError } from '@parley/shared/errors';
import { refusal } from '@parley/shared/refusals';
import type { ChangePasswordInput, ConfirmInput, LoginInput, RegisterInput } from '@parley/shared/sessions';
import { Types, trusted } from 'mongoose';
import { addressKey } from '../../platform/addressKey.js';
import type { Actor, Server } from '../../platform/context.js';
import { logEvent } from '../../platform/eventLog.js';
import { endWhatWasMade } from '../../platform/rights.js';
import { recordAudit } from '../audit/audit.change.js';
import type { Proven } from '../credentials/credentials.access.js';
import type { TicketPurpose } from '../credentials/tickets.access.js';
import {
  provePassword,
  refuseGuessable,
  replacePassword,
  setFirstPassword,
} from '../credentials/credentials.actions.js';
import { removeCredentialsOf } from '../credentials/credentials.change.js';
import { requireOpenAddress } from '../moderation/addressBans.access.js';
import { enterGeneral } from '../rooms/general.actions.js';
import { requireNoBrake } from '../newcomers/brake.access.js';
import { waitingFields, waitingRefusal } from '../newcomers/newcomers.access.js';
import { settleNew } from '../newcomers/newcomers.change.js';
import { requireNotBanned } from '../users/bans.access.js';
import { findAccountByLogin, isUnclaimed, type UserDoc } from '../users/users.access.js';
import { freeName } from '../users/users.actions.js';
import { askToConfirm } from '../users/letters.actions.js';
import { insertAccount, setUnlocked } from '../users/users.change.js';
import { takeApproval } from '../users/waiting.change.js';
import { filterText, requireClean } from '../wordFilter/wordFilter.access.js';
import { requireAllowedEmail } from '../workspace/workspace.access.js';
import { knownPeople } from './devices.js';
import { noteProof, proveOwn, requireFactorOf } from './ownPassword.js';
import { loadSession } from './sessions.access.js';
import { Sessions } from './sessions.model.js';
import {
  denySession,
  endSession,
  startSession,
  type Account,
  type EndReason,
  type Granted,
  type Origin,
} from './sessions.change.js';
import { findFamily } from './sessions.renewal.js';
import { registerInvitedLimit, registerLimit, signInAddressLimit, signInLimit } from './sessions.limits.js';

export { requirePassword } from './ownPassword.js';
// For other ways to sign in.
export { answerSession, originOf } from './cookies.change.js';

/** Decides about new accounts; injected with the routes, since the workspace itself ends sessions. */
export interface Newcomers {
  /** Whether an invitation can still be used. */
  areInvited(server: Server, inviteCode: string): Promise<boolean>;
  /** Admits a new account; resolves to the function that undoes it when the registration fails. @throws forbidden */
  admit(server: Server, inviteCode: string | undefined): Promise<() => Promise<void>>;
}

/**
 * A new account, not stored yet.
 * @param founder the very first, which becomes owner
 */
export function newUser(
  _id: Types.ObjectId,
  input: Pick<RegisterInput, 'username' | 'displayName' | 'email'>,
  founder: boolean,
): Account {
  return {
    _id,
    version: 1,
    username: input.username,
    displayName: input.displayName.trim(),
    // The founder's address is taken as it is, since nobody else can have it; all others confirm theirs first.
    ...(founder
      ? { email: input.email ?? null }
      : { email: null, ...(input.email === undefined ? {} : { emailWanted: input.email }) }),
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

async function insertUser(
  server: Server,
  input: Omit<RegisterInput, 'inviteCode'>,
  waiting: Partial<Account>,
): Promise<Account> {
  const _id = new Types.ObjectId();
  await setFirstPassword(server, { _id }, input.password);
  try {
    await freeName(server, input.username);
    const founder = await isUnclaimed(server);
    const user = { ...newUser(_id, input, founder), ...(founder ? {} : waiting) };
    if (await insertAccount(server, user)) return user;
    const member = { ...newUser(_id, input, false), ...waiting };
    await insertAccount(server, member);
    return member;
  } catch (error) {
    // After any other error the account may have been stored.
    if (error instanceof AppError) await removeCredentialsOf(server, _id);
    throw error;
  }
}

/** @throws forbidden where nobody comes without an invitation at the moment */
async function requireOpenDoor(server: Server, origin: Origin): Promise<void> {
  await requireOpenAddress(server, origin.address);
  await requireNoBrake(server);
}

/**
 * Creates an account and signs it in. The very first becomes owner, and General gets its greeting.
 * @throws invalid, forbidden, also when it waits for a moderator now, conflict, rate_limited
 */
export async function register(
  server: Server,
  { inviteCode, ...input }: RegisterInput,
  origin: Origin,
  newcomers: Newcomers,
): Promise<Granted> {
  await refuseGuessable(server, input.password, input, 'password');
  if (!(await isUnclaimed(server))) requireAllowedEmail(server, input.email);
  input.displayName = await filterText(server, input.displayName);
  await requireClean(server, input.username);
  // Thirty people of an office are not thirty strangers. Made-up codes count as none, so that codes cannot be guessed.
  const invited = inviteCode !== undefined && (await newcomers.areInvited(server, inviteCode));
  const limit = invited ? registerInvitedLimit : registerLimit;
  await server.limits.take(limit, addressKey(origin.address), origin.limitsUsed);
  if (!invited) await requireOpenDoor(server, origin);
  const takeBack = await newcomers.admit(server, inviteCode);
  let user: Account;
  try {
    user = await insertUser(server, input, await waitingFields(server, invited ? 'invitation' : 'form'));
  } catch (error) {
    await takeBack();
    throw error;
  }
  logEvent(server, 'registered', origin, { userId: String(user._id), role: user.role });
  await settleNew(server, user);
  if (user.emailWanted != null) askToConfirm(server, user, user.emailWanted);
  if (user.waiting) throw waitingRefusal(server, user);
  return await startSession(server, user, origin);
}

/**
 * Counts an attempt to sign in. A browser with the account's device cookie has a limit of its own, which nobody else can use up; any other
 * shares the limit of its address and, beyond a number, that of all who try this account from anywhere.
 * @returns the function that takes the attempt back when it succeeds
 * @throws rate_limited
 */
async function countAttempt(
  { limits }: Server,
  { account, deviceId }: { account: string; deviceId: string | undefined },
  { address, limitsUsed }: Origin,
): Promise<() => Promise<void>> {
  const budget =
    deviceId === undefined ? `${account}|${addressKey(address)}` : `device|${account}|${deviceId}`;
  await limits.take(signInLimit, budget, limitsUsed);
  if (deviceId === undefined) await limits.slow(account);
  return async () => {
    await limits.forgive(signInLimit, budget);
    await limits.hasten(account);
  };
}

/**
 * Verifies user name or e-mail, and password. The response and its time are the same for a wrong name, a wrong password and an
 * account that has none.
 * @throws unauthenticated, rate_limited
 */
async function prove(server: Server, input: LoginInput, origin: Origin): Promise<Proven> {
  const name = input.login.trim().toLowerCase();
  const people = await knownPeople(server, origin.deviceCookie);
  if (people.size === 0)
    await server.limits.take(signInAddressLimit, addressKey(origin.address), origin.limitsUsed);
  const user = await findAccountByLogin(server, name);
  const deviceId = people.get(String(user?._id));
  if (people.size > 0 && deviceId === undefined)
    await server.limits.take(signInAddressLimit, addressKey(origin.address), origin.limitsUsed);
  // One account, one budget: its former names and its e-mail address add nothing to it.
  const account = `${user?.username ?? name}|${user?.unlockedAt?.getTime() ?? 0}`;
  const forgive = await countAttempt(server, { account, deviceId }, origin);
  const proven = await provePassword(server, user, input.password);
  if (!proven) throw refusal('sessions.wrong');
  await forgive();
  if (proven.user.waiting) throw waitingRefusal(server, proven.user);
  return proven;
}

/**
 * Between a proof and what it is for: nothing, or the second step (decisions 037 and 045).
 * @throws second_factor_required, with how to go on
 */
async function requireSecondStep(server: Server, proven: Proven, purpose: TicketPurpose): Promise<void> {
  const secondStep = await server.bus.request('sessions.secondStep', { proven, purpose });
  if (secondStep) throw new AppError('second_factor_required', undefined, { secondStep });
}

/** Signs in by name and password. @throws unauthenticated, rate_limited, second_factor_required */
export async function login(server: Server, input: LoginInput, origin: Origin): Promise<Granted> {
  const proven = await prove(server, input, origin);
  await requireSecondStep(server, proven, 'sign-in');
  return await completeSignIn(server, proven.user, origin);
}

/**
 * Starts the session of a person who has shown everything that is needed.
 * @param provedAt when they have shown who they are; null where that gives no power
 */
export async function completeSignIn(
  server: Server,
  user: UserDoc,
  origin: Origin,
  provedAt: Date | null = new Date(),
): Promise<Granted> {
  requireNotBanned(user);
  // The page that waited for the approval has nothing to come back to.
  if (user.approvedAt) await takeApproval(server, String(user._id));
  logEvent(server, 'sign_in', origin, { userId: String(user._id) });
  // General is entered at registration; this makes up for a crash in between.
  await enterGeneral(server, user);
  return await startSession(server, user, origin, provedAt);
}

/**
 * Signs out: ends the session named, or else that of the refresh token. Idempotent.
 * @param refreshToken what the browser's cookie holds
 * @returns whether the cookie is useless now: it was of that session, or of none
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

/** Ends one of one's own sessions; another's browser is new from then on. @throws not_found */
export async function revokeSession(actor: Actor, sessionId: string): Promise<void> {
  await loadSession(actor, sessionId);
  if (sessionId !== actor.sessionId)
    return await denySession(actor.server, actor.userId, { sessionId, by: actor.sessionId });
  await endSession(actor.server, sessionId, 'signed_out');
}

/** Ends all one's sessions but this one. */
export async function revokeOtherSessions(actor: Actor, reason: EndReason = 'revoked'): Promise<void> {
  const others = await Sessions(actor.server)
    .find({ userId: actor.userId, _id: trusted({ $ne: actor.sessionId }) }, { _id: 1 })
    .lean();
  for (const { _id } of others) await endSession(actor.server, String(_id), reason);
}

/**
 * Confirms the password of the signed-in person: for a while they may do what gives power.
 * @throws invalid, rate_limited, second_factor_required
 */
export async function confirmSession(actor: Actor, { password }: ConfirmInput): Promise<void> {
  await requireSecondStep(actor.server, await proveOwn(actor, password, 'password'), 'confirm');
  await completeConfirmation(actor);
}

/** The same, for a person who has shown everything that is needed. */
export async function completeConfirmation(actor: Actor): Promise<void> {
  await noteProof(actor);
  logEvent(actor.server, 'session_confirmed', actor.from, { userId: actor.userId });
}

/**
 * Changes the password, and ends all other sessions. What a thief who had the old one may have made ends too, such as tokens and connected
 * accounts, unless the input has `keepTokens`.
 * @throws invalid when the current one is wrong, rate_limited
 */
export async function changePassword(actor: Actor, input: ChangePasswordInput): Promise<void> {
  const { server, userId } = actor;
  const proven = await proveOwn(actor, input.currentPassword, 'currentPassword');
  const { user } = proven;
  await requireFactorOf(actor, proven);
  await replacePassword(server, user, { password: input.newPassword, field: 'newPassword' });
  if (!input.keepTokens) await server.bus.publishAndWait('password.replaced', { userId });
  await noteProof(actor);
  logEvent(server, 'password_changed', actor.from, { userId });
  await recordAudit(actor, { action: 'person.passwordChanged', on: { kind: 'person', id: userId } });
  await revokeOtherSessions(actor, 'password_changed');
  if (!input.keepTokens) await endWhatWasMade(server, { userId, all: true });
}

/** Resets the sign-in attempts for a person, from all addresses and on all nodes. */
export const forgetSignIns = (server: Server, { _id }: UserDoc): Promise<void> =>
  setUnlocked(server, String(_id), new Date());
