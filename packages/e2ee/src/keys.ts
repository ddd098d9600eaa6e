import { concat, encode, isEqual, type Bytes, type Field } from './bytes.js';
import { failure } from './failure.js';

/** The name of all derivations. Another protocol with the same secrets would need another. */
const PROTOCOL = 'parley e2ee 1';
const NONCE = new Uint8Array(12);

/** What a key is derived for. Each purpose has its own: a key for one opens nothing of another. */
export type Purpose =
  | 'message'
  | 'message box'
  | 'message commitment'
  | 'reaction'
  | 'reaction nonce'
  | 'epoch link'
  | 'epoch commitment'
  | 'vault box'
  | 'vault way'
  | 'vault anchor'
  | 'safety number';

/** @returns SHA-256, 32 bytes */
export async function sha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

/**
 * HKDF (RFC 5869) with SHA-256, extract and expand.
 * @param length of the result in bytes, at most 8,160
 */
export async function hkdf(secret: Bytes, salt: Bytes, info: Bytes, length: number): Promise<Bytes> {
  const key = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits']);
  return new Uint8Array(
    await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt, info }, key, length * 8),
  );
}

/**
 * Derives a key for one purpose and one context.
 * @param context all that the key is bound to: room, epoch, person …
 */
export async function derive(
  secret: Bytes,
  purpose: Purpose,
  context: readonly Field[],
  { salt = new Uint8Array(), length = 32 }: { salt?: Bytes; length?: number } = {},
): Promise<Bytes> {
  return await hkdf(secret, salt, encode([PROTOCOL, purpose, ...context]), length);
}

/** @returns the hash of a statement: everything that is signed or hashed starts with what it is */
export async function hashOf(what: string, fields: readonly Field[]): Promise<Bytes> {
  return await sha256(encode([PROTOCOL, what, ...fields]));
}

/** @returns the bytes of a statement to sign or to authenticate */
export function statement(what: string, fields: readonly Field[]): Bytes {
  return encode([PROTOCOL, what, ...fields]);
}

/** @returns AES-256-GCM under a nonce: ciphertext and 16 bytes of tag */
export async function encryptWith(key: Bytes, nonce: Bytes, plain: Bytes, bound: Bytes): Promise<Bytes> {
  const aes = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt']);
  return new Uint8Array(
    await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData: bound }, aes, plain),
  );
}

/** @throws E2eeError wrong_key, if key, nonce, box or what it is bound to is another */
export async function decryptWith(key: Bytes, nonce: Bytes, box: Bytes, bound: Bytes): Promise<Bytes> {
  const aes = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['decrypt']);
  try {
    return new Uint8Array(
      await crypto.subtle.decrypt({ name: 'AES-GCM', iv: nonce, additionalData: bound }, aes, box),
    );
  } catch {
    throw failure('wrong_key', 'box');
  }
}

/**
 * AES-256-GCM with a nonce of zeros: **only for a key that encrypts once**, which a fresh salt or the content itself makes sure.
 * @param bound what the box is authenticated together with
 */
export async function encryptOnce(key: Bytes, plain: Bytes, bound: Bytes): Promise<Bytes> {
  return await encryptWith(key, NONCE, plain, bound);
}

/** Opens what `encryptOnce` made. @throws E2eeError wrong_key */
export async function decryptOnce(key: Bytes, box: Bytes, bound: Bytes): Promise<Bytes> {
  return await decryptWith(key, NONCE, box, bound);
}

/** @throws E2eeError wrong_key, unless both are equal */
export function requireEqual(a: Uint8Array, b: Uint8Array, what: string): void {
  if (!isEqual(a, b)) throw failure('wrong_key', what);
}

/** @returns PKCS #8 of a private key of Curve25519, the only form in which WebCrypto reads one of 32 bytes */
export function pkcs8(oid: number, secret: Bytes): Bytes {
  if (secret.length !== 32) throw failure('malformed', 'private key');
  const head = [
    0x30,
    0x2e,
    0x02,
    0x01,
    0x00,
    0x30,
    0x05,
    0x06,
    0x03,
    0x2b,
    0x65,
    oid,
    0x04,
    0x22,
    0x04,
    0x20,
  ];
  return concat(Uint8Array.from(head), secret);
}
