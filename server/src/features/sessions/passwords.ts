import bcrypt from 'bcrypt';
import { invalidField } from '@parley/shared/errors';
import type { Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';
import { listPasswordHashes } from '../users/users.access.js';

/**
 * The passwords found most often in leaks that the length rule lets through. Source: the top of the "10k most common"
 * list of SecLists, those with eight characters or more, joined with the obvious ones for a chat called Parley.
 */
const common = new Set(
  `password 12345678 123456789 1234567890 qwertyuiop password1 password123 iloveyou princess sunshine football baseball
  welcome1 superman trustno1 whatever starwars computer michelle jennifer 11111111 00000000 87654321 88888888 qwerty123
  1q2w3e4r 1qaz2wsx zaq12wsx qwer1234 asdfghjk asdfghjkl letmein1 passw0rd p@ssw0rd p@ssword abcd1234 abc12345 a1b2c3d4
  admin123 administrator changeme dragon12 monkey12 master12 shadow12 charlie1 internet corvette mercedes victoria
  samantha danielle alexander chocolate liverpool qwertyui 12341234 12344321 98765432 987654321 iloveyou1 parley123
  parleyparley letmeinnow passwort passwort1 contraseña motdepasse 123123123 147258369 789456123 aaaaaaaa`
    .split(/\s+/)
    .filter(Boolean),
);

/** @throws AppError invalid on a password that is among the first an attacker tries. */
export function refuseCommon(password: string, username: string, field: string): void {
  const lower = password.toLowerCase();
  if (common.has(lower)) throw invalidField(field, 'is one of the most common passwords; choose another');
  if (lower.includes(username) && lower.length - username.length < 4)
    throw invalidField(field, 'is too close to the user name');
  if (new Set(lower).size < 3) throw invalidField(field, 'needs more different characters');
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

/** Was this hash made with another cost than the settings ask for? Then whoever signs in by it gets a new one. */
export const isOutdated = (server: Server, hash: string): boolean =>
  costOf(hash) !== server.config.BCRYPT_COST;
