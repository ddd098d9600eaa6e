import { invalidField } from '@parley/shared/faults';
import type { Server } from '../../platform/context.js';
import { liveSettings } from '../../platform/liveSettings.js';
import type { UserDoc } from '../users/users.access.js';
import { readWorkspace } from '../workspace/workspace.access.js';
import { isCommon } from './commonPasswords.js';
import { passwordsSection } from './credentials.live.js';
import { findPassword, type Proven } from './credentials.access.js';
import { renewPasswordHash, setPassword } from './credentials.change.js';
import { hashPassword, isOutdated, passwordMatches } from './passwords.js';

declare module '../../platform/bus.js' {
  interface BusEvents {
    /** A person has a new password, and other ways in shall end. Published before their sessions end; the publisher waits. */
    'password.replaced': { userId: string };
  }
}

/** Whose password it is. */
interface PasswordOwner {
  username: string;
  displayName: string;
  email?: string | null | undefined;
}

/** A name as a password: with so few characters more it is still one of the first guesses. */
const FEW_MORE = 4;

const isClose = (password: string, name: string): boolean =>
  name.length > 0 && password.includes(name) && password.length - name.length < FEW_MORE;

/** @throws AppError invalid on a password that is among the first an attacker tries, or shorter than the workspace wants. */
export async function refuseGuessable(
  server: Server,
  password: string,
  { username, displayName, email }: PasswordOwner,
  field: string,
): Promise<void> {
  const { minLength } = liveSettings(server, passwordsSection);
  if ([...password].length < minLength) throw invalidField(field, 'tooShort', { least: minLength });
  const lower = password.trim().toLowerCase();
  if (isCommon(lower)) throw invalidField(field, 'passwordCommon');
  if (new Set(lower).size < 3) throw invalidField(field, 'passwordSimple');
  const { name } = await readWorkspace(server);
  const names = [username, displayName, email ?? '', (email ?? '').split('@')[0] ?? '', name];
  // "Jo Rivera" is guessed as joRivera too.
  const joined = lower.replace(/\s+/g, '');
  if (names.some((own) => isClose(joined, own.toLowerCase().replace(/\s+/g, ''))))
    throw invalidField(field, 'passwordPersonal');
}

/** Gives an account its first password. Before it is stored: there is none that its owner cannot sign in to, whatever ends in between. */
export const setFirstPassword = async (
  server: Server,
  account: Pick<UserDoc, '_id'>,
  password: string,
): Promise<void> => setPassword(server, account, await hashPassword(server, password));

/**
 * Verifies a person's password. Nobody, an account without a password, and one that may not sign in take as long as a wrong password.
 * @param user as read; null for nobody
 * @returns undefined when it is wrong; also the account of somebody who waits for approval
 */
export async function provePassword(
  server: Server,
  user: UserDoc | null,
  password: string,
): Promise<Proven | undefined> {
  const credential = await findPassword(server, user);
  const matches = await passwordMatches(server, password, credential?.hash);
  if (!matches || !credential || !user || user.bot || !(user.active || user.waiting)) return undefined;
  if (isOutdated(server, credential.hash))
    await renewPasswordHash(server, credential, await hashPassword(server, password));
  return { user, credential };
}

/**
 * Sets a person's password without verifying the old one. The caller ends the access that the old one gave.
 * @param field the name of the password in the input, for the error
 * @param claim called when the password is valid, before it is stored
 * @throws invalid when it is easy to guess, and what `claim` throws
 */
export async function replacePassword(
  server: Server,
  user: UserDoc,
  { password, field }: { password: string; field: string },
  claim: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  await refuseGuessable(server, password, user, field);
  const hash = await hashPassword(server, password);
  await claim();
  await setPassword(server, user, hash);
}
