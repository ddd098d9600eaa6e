import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import type { CreatePasskeyOptions, UsePasskeyOptions } from '@parley/shared/factors';

/** CBOR (RFC 8949) of what an authenticator sends: small maps of numbers, texts and bytes. */
function cbor(value: number | string | Buffer | Map<number | string, unknown>): Buffer {
  const head = (major: number, n: number): Buffer =>
    n < 24
      ? Buffer.from([(major << 5) | n])
      : n < 256
        ? Buffer.from([(major << 5) | 24, n])
        : Buffer.from([(major << 5) | 25, n >> 8, n & 255]);
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === 'string')
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  const parts = [...value].flatMap(([key, one]) => [cbor(key), cbor(one as Buffer)]);
  return Buffer.concat([head(5, value.size), ...parts]);
}

const sha256 = (bytes: string | Buffer): Buffer => createHash('sha256').update(bytes).digest();
const clientData = (type: string, challenge: string, origin: string): Buffer =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));

/** What of an answer is other than it should be. */
interface Lie {
  origin?: string;
  rpId?: string;
  challenge?: string;
  counter?: number;
  /** Nobody has entered a PIN or shown a finger. */
  unverified?: true;
  userHandle?: string;
}

/** A passkey (ES256) as a program, which can also lie. */
export class Passkey {
  readonly id = randomBytes(32);
  private readonly keys: { privateKey: KeyObject; publicKey: KeyObject } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
  });
  private userHandle = '';
  counter = 0;

  constructor(
    private readonly origin: string,
    /** Counts its uses; most passkeys do not. */
    private readonly counts = false,
  ) {}

  /** Source: WebAuthn 3, 6.1: the flags UP, UV and AT. */
  private data(rpId: string, { counter = this.counter, unverified }: Lie, attested?: Buffer): Buffer {
    const flags = 1 | (unverified ? 0 : 4) | (attested ? 64 : 0);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), count, attested ?? Buffer.alloc(0)]);
  }

  /** The answer of a browser that creates it. */
  create({ challenge, rp, user }: CreatePasskeyOptions, lie: Lie = {}) {
    this.userHandle = user.id;
    const { x = '', y = '' } = this.keys.publicKey.export({ format: 'jwk' });
    const key = cbor(
      new Map<number, unknown>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x, 'base64url')],
        [-3, Buffer.from(y, 'base64url')],
      ]),
    );
    const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, this.id.length]), this.id, key]);
    const attestation = cbor(
      new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', this.data(lie.rpId ?? rp.id, lie, attested)],
      ]),
    );
    const id = this.id.toString('base64url');
    return {
      id,
      rawId: id,
      type: 'public-key' as const,
      clientExtensionResults: {},
      response: {
        clientDataJSON: clientData(
          'webauthn.create',
          lie.challenge ?? challenge,
          lie.origin ?? this.origin,
        ).toString('base64url'),
        attestationObject: attestation.toString('base64url'),
        transports: ['internal'],
      },
    };
  }

  /** The answer of a browser that uses it. */
  use({ challenge, rpId }: UsePasskeyOptions, lie: Lie = {}) {
    if (this.counts) this.counter += 1;
    const data = this.data(lie.rpId ?? rpId, lie);
    const json = clientData('webauthn.get', lie.challenge ?? challenge, lie.origin ?? this.origin);
    const signature = sign('sha256', Buffer.concat([data, sha256(json)]), this.keys.privateKey);
    const id = this.id.toString('base64url');
    return {
      id,
      rawId: id,
      type: 'public-key' as const,
      clientExtensionResults: {},
      response: {
        clientDataJSON: json.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: signature.toString('base64url'),
        userHandle: lie.userHandle ?? this.userHandle,
      },
    };
  }
}
