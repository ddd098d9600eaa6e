import { fromBase64url, isEqual, randomBytes, type Bytes } from './bytes.js';
import { failure } from './failure.js';
import { pkcs8 } from './keys.js';

const OID = 0x70;

/** Whatever signs: a key of WebCrypto that cannot be exported, or bytes of the vault. */
export interface Signer {
  publicKey: Bytes;
  /** @returns 64 bytes */
  sign: (bytes: Bytes) => Promise<Bytes>;
}

/** The encodings of points of small order, without their sign: one signature by them fits many texts. */
const SMALL_ORDER = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
].map((hex) => Uint8Array.from(hex.match(/../g) ?? [], (byte) => parseInt(byte, 16)));

/** @throws E2eeError malformed for another length, weak_key for a point of small order */
export function requireSigningKey(publicKey: Bytes): void {
  if (publicKey.length !== 32) throw failure('malformed', 'signing key');
  const unsigned = publicKey.slice();
  unsigned[31] = (unsigned[31] ?? 0) & 0x7f;
  if (SMALL_ORDER.some((point) => isEqual(point, unsigned))) throw failure('weak_key', 'signing key');
}

const signerOf = (publicKey: Bytes, key: CryptoKey): Signer => ({
  publicKey,
  sign: async (bytes) => new Uint8Array(await crypto.subtle.sign('Ed25519', key, bytes)),
});

/** @returns the signer of a private key of 32 bytes (its seed, RFC 8032) */
export async function signerOfSeed(seed: Bytes): Promise<Signer> {
  const key = await crypto.subtle.importKey('pkcs8', pkcs8(OID, seed), 'Ed25519', true, ['sign']);
  const { x } = await crypto.subtle.exportKey('jwk', key);
  return signerOf(fromBase64url(x, 32), key);
}

/** @returns a new signer with its seed, for the vault */
export async function newSigner(): Promise<Signer & { seed: Bytes }> {
  const seed = randomBytes(32);
  return { ...(await signerOfSeed(seed)), seed };
}

/** @returns a pair for a device: the private half cannot be exported, and is stored in IndexedDB as it is */
export async function newDeviceKeys(): Promise<CryptoKeyPair> {
  return await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
}

/** @returns the signer of a pair of `newDeviceKeys`, also after IndexedDB has cloned it */
export async function signerOfDevice({ publicKey, privateKey }: CryptoKeyPair): Promise<Signer> {
  return signerOf(new Uint8Array(await crypto.subtle.exportKey('raw', publicKey)), privateKey);
}

/**
 * Whether a signature is of this key (RFC 8032).
 * @throws E2eeError malformed or weak_key, for what is no key to sign by
 */
export async function isSigned(publicKey: Bytes, bytes: Bytes, signature: Bytes): Promise<boolean> {
  requireSigningKey(publicKey);
  try {
    const key = await crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', key, signature, bytes);
  } catch {
    // Some platforms refuse bytes that are no point when they read them, others when they verify.
    return false;
  }
}

/** @throws E2eeError bad_signature, and as `isSigned` */
export async function requireSigned(publicKey: Bytes, bytes: Bytes, signature: Bytes): Promise<void> {
  if (!(await isSigned(publicKey, bytes, signature))) throw failure('bad_signature', 'signature');
}
