import bcrypt from 'bcrypt';
import { invalidField } from '@parley/shared/errors';
import type { Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';
import { readWorkspace } from '../workspace/workspace.access.js';
import { isCommon } from './commonPasswords.js';
import { listPasswordHashes } from '../users/users.access.js';

/** Whose password it is. */
export interface PasswordOwner {
  username: string;
  displayName: string;
  email?: string | null | undefined;
}

/** A name as a password: with so few characters more it is still one of the first guesses. */
const FEW_MORE = 4;

const isClose = (password: string, name: string): boolean =>
  name.length > 0 && password.includes(name) && password.length - name.length < FEW_MORE;

/** @throws AppError invalid on a password that is among the first an attacker tries. */
export async function refuseGuessable(
  server: Server,
  password: string,
  { username, displayName, email }: PasswordOwner,
  field: string,
): Promise<void> {
  const lower = password.trim().toLowerCase();
  if (isCommon(lower)) throw invalidField(field, 'is one of the most common passwords; choose another');
  if (new Set(lower).size < 3) throw invalidField(field, 'needs more different characters');
  const { name } = await readWorkspace(server);
  const names = [username, displayName, email ?? '', (email ?? '').split('@')[0] ?? '', name];
  // "Jo Rivera" is guessed as joRivera too.
  const joined = lower.replace(/\s+/g, '');
  if (names.some((own) => isClose(joined, own.toLowerCase().replace(/\s+/g, ''))))
    throw invalidField(field, 'is too close to your name, your e-mail address or the name of the workspace');
}

export const hashPassword = (server: Server, password: string): Promise<string> =>
  bcrypt.hash(password, server.config.BCRYPT_COST);

/** The cost of a bcrypt hash; undefined for what is none, as webhooks have. */
const costOf = (hash: string): number | undefined =>
  /^\$2[aby]\$\d\d\$/.test(hash) ? bcrypt.getRounds(hash) : undefined;

/**
 * Which hashes of nobody's password are compared beside a stored one, by their costs, so that all take the same: a step of
 * the cost doubles the work, so 2^c and 2^c, 2^(c+1) … 2^(most-1) are 2^most together.
 *
 * @param stored the cost of the account's hash; undefined without an account
 * @param most the highest cost that any hash has
 */
export function paddingOf(stored: number | undefined, most: number): number[] {
  if (stored === undefined) return [most];
  return Array.from({ length: Math.max(0, most - stored) }, (_, i) => stored + i);
}

/** Hashes of nobody's password, by cost. */
const decoysOf = perServer(() => new Map<number, Promise<string>>());

function decoyOf(server: Server, cost: number): Promise<string> {
  const decoys = decoysOf(server);
  const known = decoys.get(cost) ?? bcrypt.hash('a password nobody has', cost);
  decoys.set(cost, known);
  return known;
}

/** The highest cost of all hashes. It is looked for once: a setting that is higher or lower comes with a start. */
const highestOf = perServer((server) => ({
  cost: listPasswordHashes(server).then((hashes) =>
    hashes.reduce((most, hash) => Math.max(most, costOf(hash) ?? 0), server.config.BCRYPT_COST),
  ),
}));

/**
 * Compares in the same time whether the account exists or not, and however old its hash is, so that the time does not tell
 * which names are taken, nor when somebody was here last.
 */
export async function passwordMatches(
  server: Server,
  password: string,
  hash: string | undefined,
): Promise<boolean> {
  // bcrypt would silently compare the first 72 bytes only.
  const usable = Buffer.byteLength(password) <= 72;
  const given = usable ? password : '';
  const cost = hash === undefined ? undefined : costOf(hash);
  const same = hash !== undefined && cost !== undefined && (await bcrypt.compare(given, hash));
  for (const step of paddingOf(cost, await highestOf(server).cost))
    await bcrypt.compare(given, await decoyOf(server, step));
  return same && usable;
}

/** Was this hash made with another cost than the setting? Then the next sign-in replaces it. */
export const isOutdated = (server: Server, hash: string): boolean =>
  costOf(hash) !== server.config.BCRYPT_COST;
