import { refusal } from '@parley/shared/refusals';
import type { DirectorySignInInput, DirectoryTestView } from '@parley/shared/directorySignIn';
import { addressKey } from '../../platform/addressKey.js';
import type { Actor, Server } from '../../platform/context.js';
import { logEvent } from '../../platform/eventLog.js';
import { waitingRefusal } from '../newcomers/newcomers.access.js';
import { liveSettings } from '../../platform/liveSettings.js';
import { parseGroupRule } from '../../platform/settingKinds.js';
import { enterGeneral } from '../rooms/general.actions.js';
import { deviceIdOf } from '../sessions/sessions.access.js';
import { startSession, type Granted, type Origin } from '../sessions/sessions.change.js';
import { findAccount, isUnclaimed, type UserDoc } from '../users/users.access.js';
import { requireWorkspace } from '../workspace/workspace.access.js';
import { DirectoryFailure } from './connection.js';
import { listDirectory, proveByDirectory, type DirectoryPerson } from './directory.access.js';
import { refreshGroups, refreshPicture, rulesNow } from './directory.fresh.js';
import { withGroups } from './directory.groups.js';
import { findLink, removeLink } from './directory.change.js';
import { ldapLive } from './directory.live.js';
import { directoryAddressLimit, directoryNameLimit } from './directory.limits.js';
import { makeAccount, refreshName } from './directory.people.js';
import { restorePerson } from './directory.standing.js';

export const isDirectoryOn = ({ config }: Server): boolean => config.LDAP_URL !== undefined;

/** A link whose account is not there after this time, in ms, is what a crash has left. */
const UNFINISHED_MS = 60_000;

/**
 * Counts an attempt at a name of the directory: apart from those at the account of the same name here, which it cannot lock. A browser in which
 * this person has signed in has a limit of its own.
 * @returns the function that takes the attempt back when it succeeds
 */
async function countAttempt(
  server: Server,
  { login, person }: { login: string; person: DirectoryPerson | undefined },
  origin: Origin,
): Promise<() => Promise<void>> {
  const { limits } = server;
  // Looked up also for nobody: a name that is there costs no more.
  const link = await findLink(server, person?.id ?? '');
  const deviceId = await deviceIdOf(server, origin.deviceCookie, String(link?.userId));
  const account = `directory|${person?.id ?? login.trim().toLowerCase()}`;
  const budget = deviceId === undefined ? `${account}|${addressKey(origin.address)}` : `device|${deviceId}`;
  await limits.take(directoryNameLimit, budget, origin.limitsUsed);
  if (deviceId === undefined) await limits.slow(account);
  return async () => {
    await limits.forgive(directoryNameLimit, budget);
    if (deviceId === undefined) await limits.hasten(account);
  };
}

/** The account of somebody of the directory, or a new one: by their id there alone, never by name or address. */
async function accountOf(
  server: Server,
  person: DirectoryPerson,
  { login, origin }: { login: string; origin: Origin },
): Promise<{ user: UserDoc; fresh: boolean }> {
  const link = await findLink(server, person.id);
  if (!link) {
    const made = await makeAccount(server, person, login, origin);
    const user = made && (await findAccount(server, String(made._id)));
    if (!user) throw refusal('sessions.tooLong');
    return { user, fresh: true };
  }
  const user = await findAccount(server, String(link.userId));
  if (!user) {
    if (Date.now() - link.createdAt.getTime() < UNFINISHED_MS) throw refusal('sessions.tooLong');
    await removeLink(server, link._id);
    return await accountOf(server, person, { login, origin });
  }
  // The directory may restore those it has shut out, and not those an admin here has deactivated.
  const back = !user.active && link.shutOut ? await restorePerson(server, link, user) : user;
  return { user: back, fresh: false };
}

/**
 * Takes over what the directory says of somebody who signs in. Where it does not say it, they come in with what they have.
 * @returns the account as it is then
 */
async function takeOver(
  server: Server,
  { user, fresh }: { user: UserDoc; fresh: boolean },
  person: DirectoryPerson,
): Promise<UserDoc> {
  const shown = await refreshName(server, user, person);
  const userId = String(user._id);
  try {
    const rules = await rulesNow(server);
    await withGroups(server, (reader) => refreshGroups(server, { userId, person, fresh }, { rules, reader }));
    const link = await findLink(server, person.id);
    if (link) await refreshPicture(server, link, person);
  } catch (error) {
    if (!(error instanceof DirectoryFailure)) throw error;
    server.log.warn({ err: error, step: error.step }, 'groups and picture cannot be read');
  }
  return (await findAccount(server, userId)) ?? shown;
}

/**
 * Signs in by name and password of the directory.
 * @throws not_found where there is none, unauthenticated, unavailable when it cannot be reached, forbidden, conflict, rate_limited
 */
export async function signInByDirectory(
  server: Server,
  { login, password }: DirectorySignInInput,
  origin: Origin,
): Promise<Granted> {
  if (!isDirectoryOn(server)) throw refusal('directory.off');
  await server.limits.take(directoryAddressLimit, addressKey(origin.address), origin.limitsUsed);
  let forgive = (): Promise<void> => Promise.resolve();
  const person = await proveByDirectory(server, { login, password }, async (found) => {
    forgive = await countAttempt(server, { login, person: found }, origin);
  }).catch((error: unknown) => {
    if (!(error instanceof DirectoryFailure)) throw error;
    server.log.warn({ err: error, step: error.step }, 'the directory cannot be used');
    throw refusal('directory.unreachable');
  });
  if (!person) throw refusal('sessions.wrong');
  await forgive();
  // The owner is made with a password, so that a workspace can be entered without its directory.
  if (await isUnclaimed(server)) throw refusal('directory.firstRun');
  const account = await accountOf(server, person, { login, origin });
  if (account.user.waiting) throw waitingRefusal(server, account.user);
  if (!account.user.active || account.user.erased || account.user.bot) throw refusal('accounts.deactivated');
  // Before the second factor: a role may need one.
  const user = await takeOver(server, account, person);
  if (await server.bus.request('sessions.factorNeeded', { user })) throw refusal('directory.factor');
  logEvent(server, 'sign_in', origin, { userId: String(user._id), by: 'directory' });
  await enterGeneral(server, user);
  return await startSession(server, user, origin);
}

/** Tries the directory step by step. @throws forbidden, not_found where there is none */
export async function testDirectory(actor: Actor): Promise<DirectoryTestView> {
  requireWorkspace(actor, 'changeWorkspace');
  const { server } = actor;
  if (!isDirectoryOn(server)) throw refusal('directory.off');
  let people: number | null = null;
  try {
    people = Math.min((await listDirectory(server)).length, 1000);
    const { groupRules } = liveSettings(server, ldapLive);
    const groups = groupRules.flatMap((line) => parseGroupRule(line)?.group ?? []);
    const missingGroups = await withGroups(server, (reader) => reader.missing(groups));
    return { failed: null, detail: null, people, missingGroups };
  } catch (error) {
    const failed = error instanceof DirectoryFailure ? error.step : 'connect';
    const detail = error instanceof Error ? error.message.slice(0, 300) : null;
    return { failed, detail, people, missingGroups: [] };
  }
}
