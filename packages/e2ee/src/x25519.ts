import { fromBase64url, randomBytes, type Bytes } from './bytes.js';
import { failure } from './failure.js';
import { pkcs8 } from './keys.js';

const OID = 0x6e;

/** An X25519 pair as 32 bytes each. */
export interface AgreementKeys {
  publicKey: Bytes;
  privateKey: Bytes;
}

const importPrivate = (privateKey: Bytes, extractable: boolean): Promise<CryptoKey> =>
  crypto.subtle.importKey('pkcs8', pkcs8(OID, privateKey), 'X25519', extractable, ['deriveBits']);

/** @returns the public key of a private one */
export async function publicKeyOf(privateKey: Bytes): Promise<Bytes> {
  const { x } = await crypto.subtle.exportKey('jwk', await importPrivate(privateKey, true));
  return fromBase64url(x, 32);
}

/** @returns a new pair; any 32 bytes are a private key (RFC 7748) */
export async function newAgreementKeys(): Promise<AgreementKeys> {
  return await agreementKeysOf(randomBytes(32));
}

/** @returns the pair of a private key of 32 bytes */
export async function agreementKeysOf(privateKey: Bytes): Promise<AgreementKeys> {
  return { privateKey, publicKey: await publicKeyOf(privateKey) };
}

/**
 * The shared secret (RFC 7748, 6.1).
 * @throws E2eeError weak_key, where the result is zero, because the other's point is of small order; malformed for another length
 */
export async function agree(privateKey: Bytes, publicKey: Bytes): Promise<Bytes> {
  if (publicKey.length !== 32) throw failure('malformed', 'public key');
  const mine = await importPrivate(privateKey, false);
  const theirs = await crypto.subtle.importKey('raw', publicKey, 'X25519', false, []);
  let secret: Bytes;
  try {
    secret = new Uint8Array(await crypto.subtle.deriveBits({ name: 'X25519', public: theirs }, mine, 256));
  } catch {
    // The specification of WebCrypto refuses zero; not every browser has from its first version.
    throw failure('weak_key', 'public key');
  }
  if (secret.every((byte) => byte === 0)) throw failure('weak_key', 'public key');
  return secret;
}
