import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const KEY_BYTES = 48;

/**
 * The key of this name in the data folder, created at the first start and readable by its owner alone.
 * @throws Error when the file exists without a valid key: a wrong key would silently sign everybody out.
 */
export function loadSecret(dataFolder: string, name: string): Buffer {
  const folder = join(dataFolder, 'secrets');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, name);
  try {
    // Exclusive: of two servers that start at once, one writes and the other reads what it wrote.
    writeFileSync(path, randomBytes(KEY_BYTES).toString('base64url'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64url');
  if (key.length < 32)
    throw new Error(
      `${path} holds no key. Restore it from a backup, or delete it: everybody then has to sign in again.`,
    );
  return key;
}

/** The key of this name, if there is one. @throws Error as `loadSecret` */
export const findSecret = (dataFolder: string, name: string): Buffer | undefined =>
  existsSync(join(dataFolder, 'secrets', name)) ? loadSecret(dataFolder, name) : undefined;

/** The stored form of a token with 256 random bits: it cannot be guessed, so a plain hash protects it at rest. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url');
