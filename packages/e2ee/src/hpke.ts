import { bytesOf, concat, type Bytes } from './bytes.js';
import { failure } from './failure.js';
import { agree, newAgreementKeys, publicKeyOf, type AgreementKeys } from './x25519.js';

/** How HPKE encrypts (RFC 9180, 7.3). Parley takes AES-256-GCM; the RFC's own vectors are of AES-128-GCM. */
export type Aead = 'AES-128-GCM' | 'AES-256-GCM';

const EMPTY = new Uint8Array();
const VERSION = bytesOf('HPKE-v1');
const BASE = Uint8Array.of(0);
const KEM = concat(bytesOf('KEM'), Uint8Array.of(0, 0x20));
const AEADS = { 'AES-128-GCM': { id: 1, length: 16 }, 'AES-256-GCM': { id: 2, length: 32 } };
const suiteOf = (aead: Aead): Bytes =>
  concat(bytesOf('HPKE'), Uint8Array.of(0, 0x20, 0, 1, 0, AEADS[aead].id));

// WebCrypto's HKDF is both steps in one, HPKE wants them apart: each is one HMAC or a few.
const hmac = async (key: Bytes, bytes: Bytes): Promise<Bytes> => {
  // A key of zero length is refused; HMAC pads with zeros, so this is the same key.
  const raw = key.length === 0 ? new Uint8Array(32) : key;
  const imported = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ]);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, bytes));
};

const labeledExtract = (suite: Bytes, salt: Bytes, label: string, secret: Bytes): Promise<Bytes> =>
  hmac(salt, concat(VERSION, suite, bytesOf(label), secret));

const labeledExpand = async (
  suite: Bytes,
  key: Bytes,
  [label, info]: readonly [string, Bytes],
  length: number,
): Promise<Bytes> => {
  const size = Uint8Array.of(length >> 8, length & 0xff);
  const labeled = concat(size, VERSION, suite, bytesOf(label), info);
  let block: Bytes = EMPTY;
  let all: Bytes = EMPTY;
  for (let i = 1; all.length < length; i += 1) {
    block = await hmac(key, concat(block, labeled, Uint8Array.of(i)));
    all = concat(all, block);
  }
  return all.slice(0, length);
};

const sharedSecret = async (dh: Bytes, enc: Bytes, recipient: Bytes): Promise<Bytes> => {
  const secret = await labeledExtract(KEM, EMPTY, 'eae_prk', dh);
  return await labeledExpand(KEM, secret, ['shared_secret', concat(enc, recipient)], 32);
};

/** One direction of HPKE in base mode: what is sealed has an order, from 0. */
export class HpkeContext {
  private constructor(
    private readonly aead: Aead,
    private readonly key: Bytes,
    private readonly baseNonce: Bytes,
    private readonly exporterSecret: Bytes,
  ) {}

  /** The key schedule (RFC 9180, 5.1) in base mode. */
  static async of(shared: Bytes, info: Bytes, aead: Aead): Promise<HpkeContext> {
    const suite = suiteOf(aead);
    const pskId = await labeledExtract(suite, EMPTY, 'psk_id_hash', EMPTY);
    const infoHash = await labeledExtract(suite, EMPTY, 'info_hash', info);
    const context = concat(BASE, pskId, infoHash);
    const secret = await labeledExtract(suite, shared, 'secret', EMPTY);
    const [key, nonce, exporter] = await Promise.all([
      labeledExpand(suite, secret, ['key', context], AEADS[aead].length),
      labeledExpand(suite, secret, ['base_nonce', context], 12),
      labeledExpand(suite, secret, ['exp', context], 32),
    ]);
    return new HpkeContext(aead, key, nonce, exporter);
  }

  private nonceOf(sequence: number): Bytes {
    const nonce = this.baseNonce.slice();
    const view = new DataView(nonce.buffer);
    view.setBigUint64(4, view.getBigUint64(4) ^ BigInt(sequence));
    return nonce;
  }

  /** @param sequence which one it is, from 0: **each once** */
  async seal(sequence: number, plain: Bytes, bound: Bytes): Promise<Bytes> {
    const key = await crypto.subtle.importKey('raw', this.key, 'AES-GCM', false, ['encrypt']);
    const algorithm = { name: 'AES-GCM', iv: this.nonceOf(sequence), additionalData: bound };
    return new Uint8Array(await crypto.subtle.encrypt(algorithm, key, plain));
  }

  /** @throws E2eeError wrong_key */
  async open(sequence: number, box: Bytes, bound: Bytes): Promise<Bytes> {
    const key = await crypto.subtle.importKey('raw', this.key, 'AES-GCM', false, ['decrypt']);
    const algorithm = { name: 'AES-GCM', iv: this.nonceOf(sequence), additionalData: bound };
    try {
      return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, box));
    } catch {
      throw failure('wrong_key', 'HPKE box');
    }
  }

  /** @returns a secret of this context for something else (RFC 9180, 5.3) */
  async export(context: Bytes, length: number): Promise<Bytes> {
    return await labeledExpand(suiteOf(this.aead), this.exporterSecret, ['sec', context], length);
  }
}

/**
 * The sender's side.
 * @param recipient the public key, 32 bytes
 * @param ephemeral used for one `info`, and by its maker alone. The same pair may serve many recipients: each has its own key.
 * @throws E2eeError weak_key
 */
export async function hpkeSender(
  recipient: Bytes,
  info: Bytes,
  ephemeral: AgreementKeys,
  aead: Aead = 'AES-256-GCM',
): Promise<HpkeContext> {
  const dh = await agree(ephemeral.privateKey, recipient);
  return await HpkeContext.of(await sharedSecret(dh, ephemeral.publicKey, recipient), info, aead);
}

/** The recipient's side. @param enc the sender's ephemeral public key @throws E2eeError weak_key */
export async function hpkeRecipient(
  privateKey: Bytes,
  enc: Bytes,
  info: Bytes,
  aead: Aead = 'AES-256-GCM',
): Promise<HpkeContext> {
  const dh = await agree(privateKey, enc);
  return await HpkeContext.of(await sharedSecret(dh, enc, await publicKeyOf(privateKey)), info, aead);
}

/** Seals one thing to one key. @returns the ephemeral public key and the box */
export async function hpkeSeal(
  recipient: Bytes,
  info: Bytes,
  plain: Bytes,
  bound: Bytes,
): Promise<{ enc: Bytes; box: Bytes }> {
  const ephemeral = await newAgreementKeys();
  const context = await hpkeSender(recipient, info, ephemeral);
  return { enc: ephemeral.publicKey, box: await context.seal(0, plain, bound) };
}

/** Opens what `hpkeSeal` made. @throws E2eeError wrong_key or weak_key */
export async function hpkeOpen(
  privateKey: Bytes,
  { enc, box }: { enc: Bytes; box: Bytes },
  info: Bytes,
  bound: Bytes,
): Promise<Bytes> {
  return await (await hpkeRecipient(privateKey, enc, info)).open(0, box, bound);
}
