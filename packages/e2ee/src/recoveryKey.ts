import { bytesOf, concat, isEqual, randomBytes, type Bytes } from './bytes.js';
import { failure } from './failure.js';
import { sha256 } from './keys.js';

/** Crockford's base32: no I, L, O, U, which are mistaken for digits or swear. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const KEY = 16;
/** 128 bits of key and 12 of check are 28 characters of 5 bits. */
const LENGTH = 28;
const GROUP = 4;

const checkOf = async (key: Bytes): Promise<Bytes> => {
  const [first = 0, second = 0] = await sha256(concat(bytesOf('parley recovery key'), key));
  return Uint8Array.of(first, second & 0xf0);
};

/** @returns 128 random bits */
export function newRecoveryKey(): Bytes {
  return randomBytes(KEY);
}

/** @returns the key as people write it down: seven groups of four characters, with a check in the last three */
export async function writeRecoveryKey(key: Bytes): Promise<string> {
  if (key.length !== KEY) throw failure('malformed', 'recovery key');
  const bits = [...concat(key, await checkOf(key))].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const characters = Array.from(
    { length: LENGTH },
    (_, i) => ALPHABET[parseInt(bits.slice(i * 5, i * 5 + 5), 2)],
  );
  const groups = Array.from({ length: LENGTH / GROUP }, (_, i) =>
    characters.slice(i * GROUP, i * GROUP + GROUP).join(''),
  );
  return groups.join('-');
}

/** A recovery key, or what is wrong with what was typed. */
export type ParsedRecoveryKey =
  | { ok: true; key: Bytes }
  /** The first character that no key has, and where it stands among those that count, from 0. */
  | { ok: false; reason: 'character'; character: string; at: number }
  /** How many characters it has; it must be 28. */
  | { ok: false; reason: 'length'; length: number }
  /** Mistyped somewhere, or the key of something else. */
  | { ok: false; reason: 'check' };

// Digits of Arabic and Persian keyboards; O, I and L are what the alphabet leaves out for being read as digits.
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/[\s\p{Dash}\p{Cf}.,;:_·•'"“”]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');

/**
 * Reads what somebody typed or pasted: in either case, with any spaces and dashes, O for 0, I or L for 1.
 * @returns the key, or what is wrong
 */
export async function parseRecoveryKey(text: string): Promise<ParsedRecoveryKey> {
  const characters = [...plain(text)];
  const at = characters.findIndex((character) => !ALPHABET.includes(character));
  if (at >= 0) return { ok: false, reason: 'character', character: characters[at] ?? '', at };
  if (characters.length !== LENGTH) return { ok: false, reason: 'length', length: characters.length };
  const bits = characters.map((one) => ALPHABET.indexOf(one).toString(2).padStart(5, '0')).join('');
  const bytes = Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => parseInt(byte, 2));
  const key = bytes.slice(0, KEY);
  const check = Uint8Array.of(bytes[KEY] ?? 0, parseInt(bits.slice(136), 2) << 4);
  return isEqual(check, await checkOf(key)) ? { ok: true, key } : { ok: false, reason: 'check' };
}
