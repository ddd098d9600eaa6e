import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes of each SHA-256 prefix; the prefixes are sorted. Source: scripts/commonPasswords.mjs. */
const BYTES = 5;
const FILE = join(import.meta.dirname, '../../../assets/commonPasswords.bin');

let packed: Buffer | undefined;

/** Whether a password is among the 100,000 found most often in leaks. @param password in lower case, without spaces around it */
export function isCommon(password: string): boolean {
  packed ??= readFileSync(FILE);
  const wanted = createHash('sha256').update(password).digest().subarray(0, BYTES);
  let [low, high] = [0, packed.length / BYTES];
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = packed.compare(wanted, 0, BYTES, middle * BYTES, (middle + 1) * BYTES);
    if (order === 0) return true;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return false;
}
