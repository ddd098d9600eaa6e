import { fromBase64url, toBase64url, type Bytes } from './bytes.js';
import { requireSigned, requireSigningKey, type Signer } from './ed25519.js';
import { failure } from './failure.js';
import { hashOf, statement } from './keys.js';

/** What an entry of a chain does. */
export type EntryKind =
  /** The first: a device begins, signed by itself. */
  | 'start'
  /** A further device. */
  | 'add'
  /** A device, or the recovery key, is no longer. */
  | 'revoke'
  /** A recovery key that may sign as a device does; it takes the place of the former. */
  | 'recovery'
  /** A new account key, to which epoch keys are sealed from now on. */
  | 'accountKey'
  /** Everything before is void, and a device begins anew, signed by itself alone. Contacts must be shown it. */
  | 'reset';

/** One entry of the chain of a person's devices. Bytes are base64url. */
export interface DeviceEntry {
  userId: string;
  /** From 0, without a gap. */
  n: number;
  /** The hash of the entry before; null for the first. */
  prev: string | null;
  kind: EntryKind;
  /** What is added, revoked, or begins; for an account key the device that made it. */
  deviceId: string;
  /** Ed25519, by which the device is a member of groups. */
  mlsKey: string | null;
  /** Ed25519, by which it signs messages and entries. */
  messageKey: string | null;
  /** X25519. */
  accountKey: string | null;
  /** The device, or the recovery key, that signs this entry. */
  by: string;
  /** Milliseconds since 1970 by the clock of the device: shown, never decided by. */
  at: number;
  /** Of the message key of `by`. */
  signature: string;
}

/** Which keys an entry of each kind has: 1 it must, 0 it must not, 2 it may. */
const FORM: Record<EntryKind, { mlsKey: number; messageKey: number; accountKey: number }> = {
  start: { mlsKey: 1, messageKey: 1, accountKey: 2 },
  add: { mlsKey: 1, messageKey: 1, accountKey: 0 },
  revoke: { mlsKey: 0, messageKey: 0, accountKey: 0 },
  recovery: { mlsKey: 0, messageKey: 1, accountKey: 0 },
  accountKey: { mlsKey: 0, messageKey: 0, accountKey: 1 },
  reset: { mlsKey: 1, messageKey: 1, accountKey: 2 },
};

const keyBytes = (key: string | null): Bytes | null => (key === null ? null : fromBase64url(key, 32));

const bytesToSign = (entry: Omit<DeviceEntry, 'signature'>): Bytes =>
  statement('device entry', [
    entry.userId,
    entry.n,
    entry.prev === null ? null : fromBase64url(entry.prev, 32),
    entry.kind,
    entry.deviceId,
    keyBytes(entry.mlsKey),
    keyBytes(entry.messageKey),
    keyBytes(entry.accountKey),
    entry.by,
    entry.at,
  ]);

/** Signs an entry. @param signer of `by` */
export async function signEntry(entry: Omit<DeviceEntry, 'signature'>, signer: Signer): Promise<DeviceEntry> {
  return { ...entry, signature: toBase64url(await signer.sign(bytesToSign(entry))) };
}

/** @returns the hash by which the next entry goes on, and contacts know where the chain is: base64url of 32 bytes */
export async function hashOfEntry(entry: DeviceEntry): Promise<string> {
  const signature = fromBase64url(entry.signature, 64);
  return toBase64url(await hashOf('device entry hash', [bytesToSign(entry), signature]));
}

/** Checks that an entry has the keys of its kind, and no others. @throws E2eeError malformed or weak_key */
export function requireForm(entry: DeviceEntry): void {
  if (!Object.hasOwn(FORM, entry.kind)) throw failure('malformed', 'kind of the entry');
  const form = FORM[entry.kind];
  for (const name of ['mlsKey', 'messageKey', 'accountKey'] as const)
    if (form[name] !== 2 && (entry[name] !== null) !== (form[name] === 1))
      throw failure('malformed', `${name} of the entry`);
  for (const name of ['userId', 'deviceId', 'by'] as const)
    if (typeof entry[name] !== 'string' || entry[name] === '')
      throw failure('malformed', `${name} of the entry`);
  for (const key of [entry.mlsKey, entry.messageKey])
    if (key !== null) requireSigningKey(fromBase64url(key, 32));
  if (entry.accountKey !== null) fromBase64url(entry.accountKey, 32);
}

/** @throws E2eeError bad_signature, weak_key or malformed */
export async function requireSignedEntry(entry: DeviceEntry, messageKey: string): Promise<void> {
  const signature = fromBase64url(entry.signature, 64);
  await requireSigned(fromBase64url(messageKey, 32), bytesToSign(entry), signature);
}
