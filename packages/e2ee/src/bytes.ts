import { failure } from './failure.js';

/** Bytes that WebCrypto takes: not over a SharedArrayBuffer. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** What a statement consists of: everything that is signed, hashed or authenticated is one list of these. */
export type Field = null | boolean | number | string | Uint8Array | readonly Field[];

const utf8 = new TextEncoder();
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @returns the UTF-8 bytes of a text @throws E2eeError malformed, if it has half a surrogate pair: two texts would become one */
export function bytesOf(text: string): Bytes {
  if (!text.isWellFormed()) throw failure('malformed', 'text');
  return utf8.encode(text);
}

/** @returns the text of UTF-8 bytes @throws E2eeError malformed */
export function textOf(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    throw failure('malformed', 'text');
  }
}

/** @returns one array with all parts, in their order */
export function concat(...parts: readonly Uint8Array[]): Bytes {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Whether two byte strings are equal. The time depends on their lengths alone. */
export function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i += 1) difference |= (a[i] ?? 0) ^ (b[i] ?? 0);
  return difference === 0;
}

const u32 = (value: number): Bytes => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
};

const u64 = (value: number): Bytes => {
  if (!Number.isSafeInteger(value) || value < 0) throw failure('malformed', 'number');
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
};

const TAG = { null: 0, false: 1, true: 2, number: 3, text: 4, bytes: 5, list: 6 };
const tagged = (tag: number, ...parts: Uint8Array[]): Bytes => concat(Uint8Array.of(tag), ...parts);

/**
 * The canonical encoding: a tag, a length, the content. Different fields never give the same bytes, so what signs
 * these bytes has signed these fields.
 * @throws E2eeError malformed, for a number that is no safe integer ≥ 0, for half a surrogate pair, and for what is no field
 */
export function encode(field: Field): Bytes {
  if (field === null) return tagged(TAG.null);
  if (typeof field === 'boolean') return tagged(field ? TAG.true : TAG.false);
  if (typeof field === 'number') return tagged(TAG.number, u64(field));
  if (typeof field === 'string') {
    const bytes = bytesOf(field);
    return tagged(TAG.text, u32(bytes.length), bytes);
  }
  if (field instanceof Uint8Array) return tagged(TAG.bytes, u32(field.length), field);
  if (Array.isArray(field))
    return tagged(TAG.list, u32(field.length), ...field.map((one: Field) => encode(one)));
  throw failure('malformed', 'field');
}

/** @returns base64url without padding */
export function toBase64url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/**
 * Reads base64url as `toBase64url` writes it, and in no other form: a text that is not the canonical one is refused.
 * @param length how many bytes it must be; any without it
 * @throws E2eeError malformed
 */
export function fromBase64url(text: unknown, length?: number): Bytes {
  if (typeof text !== 'string' || !/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1)
    throw failure('malformed', 'base64url');
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  if (toBase64url(bytes) !== text || (length !== undefined && bytes.length !== length))
    throw failure('malformed', 'base64url');
  return bytes;
}

/** @returns random bytes of the platform's generator; at most 65,536 */
export function randomBytes(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length));
}
