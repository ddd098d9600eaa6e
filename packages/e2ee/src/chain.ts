import { agree } from './x25519.js';
import { fromBase64url, randomBytes } from './bytes.js';
import { hashOfEntry, requireForm, requireSignedEntry, type DeviceEntry } from './deviceEntry.js';
import { failure } from './failure.js';

/** A device of a person, also a former one: what it signed while it was one stays signed. */
export interface ChainDevice {
  deviceId: string;
  mlsKey: string;
  messageKey: string;
  /** The number of the entry that added it. */
  since: number;
  /** The number of the entry that ended it; null while it is one. */
  until: number | null;
}

/** An account key, and the number of the entry that published it: the last one is what is sealed to. */
export interface AccountKey {
  n: number;
  publicKey: string;
}

/** What a chain comes to, once all its entries have been checked. Never changed: `extendChain` makes another. */
export interface ChainState {
  userId: string;
  /** The number of the last entry. */
  n: number;
  /** Its hash. */
  head: string;
  /** The hash of the entry that this identity began with: the first, or the last reset. Safety numbers are made of it. */
  root: string;
  /** By deviceId, with the former ones. */
  devices: ReadonlyMap<string, ChainDevice>;
  recovery: { deviceId: string; messageKey: string; since: number } | null;
  /** All ever published, the oldest first. Those before the last reset are not sealed to. */
  accountKeys: readonly AccountKey[];
  /** The numbers of the entries that were resets. */
  resets: readonly number[];
  /** All names and keys there ever were: none is taken twice. */
  spent: ReadonlySet<string>;
  /** Every hash by its number: what a contact has pinned is looked up here. */
  hashes: readonly string[];
}

/** What a contact has stored of a chain. */
export interface Pin {
  n: number;
  head: string;
}

/** @returns the devices that may sign now */
export function activeDevices(chain: ChainState): ChainDevice[] {
  return [...chain.devices.values()].filter(({ until }) => until === null);
}

/** @returns the account key to seal to; null, if this identity has published none */
export function accountKeyOf(chain: ChainState): AccountKey | null {
  const last = chain.accountKeys.at(-1);
  return last === undefined || last.n < (chain.resets.at(-1) ?? 0) ? null : last;
}

const signerKeyOf = (chain: ChainState, by: string): string => {
  const device = chain.devices.get(by);
  if (device?.until === null) return device.messageKey;
  if (chain.recovery?.deviceId === by) return chain.recovery.messageKey;
  throw failure('chain_signer', `signer of entry ${chain.n + 1}`);
};

const namesOf = ({ kind, deviceId, mlsKey, messageKey, accountKey }: DeviceEntry): string[] => {
  const isOfKnown = kind === 'revoke' || kind === 'accountKey';
  return [isOfKnown ? null : deviceId, mlsKey, messageKey, accountKey].filter((name) => name !== null);
};

// A key or a name is taken once: else a revoked device could return as another, or a signature be of two devices.
const spentWith = (spent: ReadonlySet<string>, entry: DeviceEntry): ReadonlySet<string> => {
  const names = namesOf(entry);
  const all = new Set([...spent, ...names]);
  if (all.size !== spent.size + names.length)
    throw failure('chain_entry', `device or key of entry ${entry.n}`);
  return all;
};

// A point of small order would make every seal to this person fail, and with it each commit of their rooms.
const requireAccountKey = async ({ accountKey }: DeviceEntry): Promise<void> => {
  if (accountKey !== null) await agree(randomBytes(32), fromBase64url(accountKey, 32));
};

type Change = Pick<ChainState, 'devices' | 'recovery' | 'accountKeys' | 'resets' | 'root'>;

const deviceOf = ({ deviceId, mlsKey, messageKey, n }: DeviceEntry): ChainDevice => {
  if (mlsKey === null || messageKey === null) throw failure('malformed', 'keys of the entry');
  return { deviceId, mlsKey, messageKey, since: n, until: null };
};

const ended = (devices: ReadonlyMap<string, ChainDevice>, is: (one: ChainDevice) => boolean, n: number) =>
  new Map([...devices].map(([id, one]) => [id, one.until === null && is(one) ? { ...one, until: n } : one]));

const revoked = (chain: ChainState, { deviceId, n }: DeviceEntry): Partial<Change> => {
  if (chain.recovery?.deviceId === deviceId) return { recovery: null };
  if (chain.devices.get(deviceId)?.until !== null) throw failure('chain_entry', `revocation by entry ${n}`);
  return { devices: ended(chain.devices, (one) => one.deviceId === deviceId, n) };
};

const added = (devices: ReadonlyMap<string, ChainDevice>, entry: DeviceEntry) =>
  new Map(devices).set(entry.deviceId, deviceOf(entry));

const publishedBy = (chain: ChainState, { accountKey, n }: DeviceEntry): readonly AccountKey[] =>
  accountKey === null ? chain.accountKeys : [...chain.accountKeys, { n, publicKey: accountKey }];

const changeOf = (chain: ChainState, entry: DeviceEntry, hash: string): Partial<Change> => {
  const { kind, deviceId, messageKey, n } = entry;
  switch (kind) {
    case 'add':
      return { devices: added(chain.devices, entry) };
    case 'revoke':
      return revoked(chain, entry);
    case 'recovery':
      return { recovery: { deviceId, messageKey: messageKey ?? '', since: n } };
    case 'accountKey':
      if (deviceId !== entry.by) throw failure('chain_entry', `account key of entry ${n}`);
      return { accountKeys: publishedBy(chain, entry) };
    case 'reset': {
      const devices = added(
        ended(chain.devices, () => true, n),
        entry,
      );
      const accountKeys = publishedBy(chain, entry);
      return { devices, recovery: null, accountKeys, resets: [...chain.resets, n], root: hash };
    }
    case 'start':
      throw failure('chain_entry', `a second start at entry ${n}`);
  }
};

const start = async (userId: string, entry: DeviceEntry): Promise<ChainState> => {
  if (entry.kind !== 'start') throw failure('chain_entry', 'the first entry');
  if (entry.n !== 0 || entry.prev !== null) throw failure('chain_fork', 'the first entry');
  const device = deviceOf(entry);
  if (entry.by !== entry.deviceId) throw failure('chain_signer', 'signer of the first entry');
  const spent = spentWith(new Set(), entry);
  await requireSignedEntry(entry, device.messageKey);
  await requireAccountKey(entry);
  const hash = await hashOfEntry(entry);
  const { accountKey } = entry;
  return {
    userId,
    n: 0,
    head: hash,
    root: hash,
    devices: new Map([[entry.deviceId, device]]),
    recovery: null,
    accountKeys: accountKey === null ? [] : [{ n: 0, publicKey: accountKey }],
    resets: [],
    spent,
    hashes: [hash],
  };
};

const selfSigned = (entry: DeviceEntry): string => {
  if (entry.by !== entry.deviceId) throw failure('chain_signer', `signer of entry ${entry.n}`);
  return deviceOf(entry).messageKey;
};

/**
 * Takes one more entry.
 * @param chain null for the first
 * @returns the chain with it; the one given stays as it was
 * @throws E2eeError, and then the entry counts for nothing
 */
export async function extendChain(
  userId: string,
  chain: ChainState | null,
  entry: DeviceEntry,
): Promise<ChainState> {
  if (entry.userId !== userId) throw failure('chain_entry', 'owner of the entry');
  requireForm(entry);
  if (chain === null) return await start(userId, entry);
  if (entry.n !== chain.n + 1 || entry.prev !== chain.head)
    throw failure('chain_fork', `entry ${entry.n} after ${chain.n}`);
  const key = entry.kind === 'reset' ? selfSigned(entry) : signerKeyOf(chain, entry.by);
  await requireSignedEntry(entry, key);
  await requireAccountKey(entry);
  const spent = spentWith(chain.spent, entry);
  const hash = await hashOfEntry(entry);
  const change = changeOf(chain, entry, hash);
  return { ...chain, ...change, n: entry.n, head: hash, spent, hashes: [...chain.hashes, hash] };
}

/**
 * Checks a whole chain.
 * @param entries in order, from the first
 * @param pin what one knows of it from before
 * @throws E2eeError chain_rollback, if it ends before the pin; chain_fork, if it came to something else there; and as `extendChain`
 */
export async function verifyChain(
  userId: string,
  entries: readonly DeviceEntry[],
  pin: Pin | null = null,
): Promise<ChainState> {
  let chain: ChainState | null = null;
  for (const entry of entries) chain = await extendChain(userId, chain, entry);
  if (chain === null) throw failure(pin === null ? 'malformed' : 'chain_rollback', 'empty chain');
  if (pin !== null) requirePin(chain, pin);
  return chain;
}

/** @throws E2eeError chain_rollback or chain_fork */
export function requirePin(chain: ChainState, { n, head }: Pin): void {
  if (chain.n < n) throw failure('chain_rollback', `chain ends at ${chain.n}, was at ${n}`);
  if (chain.hashes[n] !== head) throw failure('chain_fork', `entry ${n}`);
}
