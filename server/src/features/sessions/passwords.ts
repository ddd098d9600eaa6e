import bcrypt from 'bcrypt';
import { invalidField } from '@parley/shared/errors';
import type { Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';

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

/** A hash as costly as real ones, and of nobody's password. */
const decoyOf = perServer((server) => hashPassword(server, 'a password nobody has'));

/** Compares in the same time whether the account exists or not, so that the time does not tell which names are taken. */
export async function passwordMatches(
  server: Server,
  password: string,
  hash: string | undefined,
): Promise<boolean> {
  // bcrypt would silently compare the first 72 bytes only.
  const usable = Buffer.byteLength(password) <= 72;
  const same = await bcrypt.compare(usable ? password : '', hash ?? (await decoyOf(server)));
  return same && usable && hash !== undefined;
}
