import bcrypt from 'bcrypt';
import type { Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';
import { listPasswordHashes } from './credentials.access.js';

/** The bcrypt hash of a password, at the cost of the settings. */
export const hashPassword = (server: Server, password: string): Promise<string> =>
  bcrypt.hash(password, server.config.BCRYPT_COST);

/** The cost of a bcrypt hash; undefined for what is none. */
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

async function readHighestCost(server: Server): Promise<number> {
  const hashes = await listPasswordHashes(server);
  return hashes.reduce((most, hash) => Math.max(most, costOf(hash) ?? 0), server.config.BCRYPT_COST);
}

const highestOf = perServer((): { cost?: Promise<number> } => ({}));

/** The highest cost of all hashes. Cached: the setting changes only with a restart. A failed read is retried. */
function highestCost(server: Server): Promise<number> {
  const cached = highestOf(server);
  cached.cost ??= readHighestCost(server).catch((error: unknown) => {
    delete cached.cost;
    throw error;
  });
  return cached.cost;
}

/**
 * Compares in the same time whether the account exists and has a password or not, and however old its hash is, so that the time does
 * not reveal which names are taken, nor when somebody signed in last.
 * @param hash undefined where there is no password
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
  for (const step of paddingOf(cost, await highestCost(server)))
    await bcrypt.compare(given, await decoyOf(server, step));
  return same && usable;
}

/** Whether this hash was made with another cost than the setting. Then the next sign-in replaces it. */
export const isOutdated = (server: Server, hash: string): boolean =>
  costOf(hash) !== server.config.BCRYPT_COST;
