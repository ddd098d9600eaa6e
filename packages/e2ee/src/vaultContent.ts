import { bytesOf, fromBase64url, textOf, type Bytes } from './bytes.js';
import { failure } from './failure.js';

/** A way into a vault: what of it the vault's owner has signed for by putting it in. */
export interface Way {
  kind: 'recovery' | 'passkey';
  /** Names it among those of its kind: of a passkey its credential id. */
  id: string;
  salt: string;
  /** X25519, of the key that is derived from the secret. */
  publicKey: string;
  /** The root of the vault, encrypted by the secret. */
  anchor: string;
}

/** What a vault holds. Bytes are base64url. */
export interface VaultContent {
  /** 32 bytes, of all vaults of this person. */
  root: string;
  /** All account keys there have been: n as in the chain, 32 bytes each. */
  accountKeys: { n: number; privateKey: string }[];
  /** By which recovery signs entries of the chain: the seed, 32 bytes. */
  recovery: { deviceId: string; seed: string } | null;
  /** The keys that the vault is sealed to. The list of the server is not believed. */
  ways: Way[];
}

/** @returns the content as bytes, without padding */
export function writeVault(content: VaultContent): Bytes {
  return bytesOf(JSON.stringify(content));
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
const requireBytes = (value: unknown, length: number): string => {
  fromBase64url(value, length);
  return String(value);
};
const listOf = (value: unknown): Record<string, unknown>[] => {
  if (!Array.isArray(value) || !value.every(isRecord)) throw failure('malformed', 'vault');
  return value;
};
const textIn = (value: unknown): string => {
  if (typeof value !== 'string') throw failure('malformed', 'vault');
  return value;
};

const kindOf = (value: unknown): Way['kind'] => {
  if (value !== 'recovery' && value !== 'passkey') throw failure('malformed', 'way of the vault');
  return value;
};

const wayIn = (way: Record<string, unknown>): Way => ({
  kind: kindOf(way['kind']),
  id: textIn(way['id']),
  salt: requireBytes(way['salt'], 16),
  publicKey: requireBytes(way['publicKey'], 32),
  anchor: requireBytes(way['anchor'], 48),
});

/** Reads what `writeVault` wrote. @throws E2eeError malformed */
export function readVault(bytes: Bytes): VaultContent {
  let value: unknown;
  try {
    value = JSON.parse(textOf(bytes));
  } catch {
    throw failure('malformed', 'vault');
  }
  if (!isRecord(value)) throw failure('malformed', 'vault');
  const { recovery } = value;
  return {
    root: requireBytes(value['root'], 32),
    accountKeys: listOf(value['accountKeys']).map(({ n, privateKey }) => {
      if (!Number.isSafeInteger(n)) throw failure('malformed', 'vault');
      return { n: Number(n), privateKey: requireBytes(privateKey, 32) };
    }),
    recovery: isRecord(recovery)
      ? { deviceId: textIn(recovery['deviceId']), seed: requireBytes(recovery['seed'], 32) }
      : null,
    ways: listOf(value['ways']).map(wayIn),
  };
}
