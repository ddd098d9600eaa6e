import { concat, fromBase64url, randomBytes, toBase64url, type Bytes, type Field } from './bytes.js';
import { failure } from './failure.js';
import { hpkeOpen, hpkeSeal } from './hpke.js';
import { decryptOnce, derive, encryptOnce, statement } from './keys.js';
import { pad, unpad } from './padding.js';
import { readVault, writeVault, type VaultContent, type Way } from './vaultContent.js';
import { agreementKeysOf } from './x25519.js';

/** A way into the vault, as the server has it: the vault key for one recovery key or one passkey. */
export interface VaultWrap extends Way {
  enc: string;
  box: string;
}

/** The vault of a person, as the server has it. Bytes are base64url. */
export interface Vault {
  /** Counts up with each change. Who has seen one never takes a lower. */
  generation: number;
  /** 16 random bytes: each box has its own key. */
  salt: string;
  box: string;
  wraps: VaultWrap[];
}

/** How somebody opens their vault: the bytes of the recovery key, or what the passkey's PRF returned. */
export interface VaultSecret {
  kind: Way['kind'];
  id: string;
  secret: Bytes;
}

/** An open vault. */
export interface OpenVault {
  userId: string;
  generation: number;
  content: VaultContent;
}

const wayFields = (userId: string, { kind, id }: Pick<Way, 'kind' | 'id'>): Field[] => [userId, kind, id];

const keysOf = async (userId: string, way: VaultSecret, salt: Bytes) => {
  if (way.secret.length < 16) throw failure('malformed', 'secret of a way');
  const fields = wayFields(userId, way);
  const [privateKey, anchorKey] = await Promise.all([
    derive(way.secret, 'vault way', fields, { salt }),
    derive(way.secret, 'vault anchor', fields, { salt }),
  ]);
  return { ...(await agreementKeysOf(privateKey)), anchorKey, bound: statement('vault anchor', fields) };
};

/** @returns the root of a new vault, base64url: who does not have it, as the server, cannot make a vault that opens */
export function newVaultRoot(): string {
  return toBase64url(randomBytes(32));
}

/**
 * Makes a way of a secret. The vault holds its public half, so it can be encrypted anew without the secret: a passkey that is removed
 * opens no later vault. The root is encrypted by the secret itself, so a vault of somebody else does not open.
 */
export async function wayOf(userId: string, root: string, secret: VaultSecret): Promise<Way> {
  const salt = randomBytes(16);
  const { publicKey, anchorKey, bound } = await keysOf(userId, secret, salt);
  return {
    kind: secret.kind,
    id: secret.id,
    salt: toBase64url(salt),
    publicKey: toBase64url(publicKey),
    anchor: toBase64url(await encryptOnce(anchorKey, fromBase64url(root, 32), bound)),
  };
}

const boxKey = (vaultKey: Bytes, root: Bytes, context: Field[], salt: Bytes): Promise<Bytes> =>
  derive(concat(vaultKey, root), 'vault box', context, { salt });

const wrapInfo = (userId: string, generation: number, way: Pick<Way, 'kind' | 'id'>): Bytes =>
  statement('vault wrap', [generation, ...wayFields(userId, way)]);

/**
 * Encrypts a vault, by a new key, for the ways that its content names.
 * @param vault its generation is that of the result
 * @throws E2eeError malformed, without a way or with one twice
 */
export async function sealVault({ userId, generation, content }: OpenVault): Promise<Vault> {
  const names = new Set(content.ways.map(({ kind, id }) => `${kind} ${id}`));
  if (names.size === 0 || names.size !== content.ways.length) throw failure('malformed', 'ways of the vault');
  const vaultKey = randomBytes(32);
  const salt = randomBytes(16);
  const key = await boxKey(vaultKey, fromBase64url(content.root, 32), [userId, generation], salt);
  const bound = statement('vault', [userId, generation]);
  const wraps = content.ways.map(async (way) => {
    const info = wrapInfo(userId, generation, way);
    const { enc, box } = await hpkeSeal(fromBase64url(way.publicKey, 32), info, vaultKey, new Uint8Array());
    return { ...way, enc: toBase64url(enc), box: toBase64url(box) };
  });
  return {
    generation,
    salt: toBase64url(salt),
    box: toBase64url(await encryptOnce(key, pad(writeVault(content)), bound)),
    wraps: await Promise.all(wraps),
  };
}

/**
 * Opens a vault by one way.
 * @param minimum the highest generation this browser has seen
 * @throws E2eeError wrong_key, also where there is no such way; chain_rollback for a vault of before; malformed
 */
export async function openVault(
  userId: string,
  vault: Vault,
  secret: VaultSecret,
  minimum = 0,
): Promise<OpenVault> {
  const { generation } = vault;
  if (generation < minimum) throw failure('chain_rollback', 'vault');
  const wrap = vault.wraps.find(({ kind, id }) => kind === secret.kind && id === secret.id);
  if (wrap === undefined) throw failure('wrong_key', 'way into the vault');
  const keys = await keysOf(userId, secret, fromBase64url(wrap.salt, 16));
  const root = await decryptOnce(keys.anchorKey, fromBase64url(wrap.anchor, 48), keys.bound);
  const sealed = { enc: fromBase64url(wrap.enc, 32), box: fromBase64url(wrap.box, 48) };
  const info = wrapInfo(userId, generation, wrap);
  const vaultKey = await hpkeOpen(keys.privateKey, sealed, info, new Uint8Array());
  const salt = fromBase64url(vault.salt, 16);
  const key = await boxKey(vaultKey, root, [userId, generation], salt);
  const box = fromBase64url(vault.box);
  const padded = await decryptOnce(key, box, statement('vault', [userId, generation]));
  return { userId, generation, content: readVault(unpad(padded)) };
}

/**
 * Changes a vault that is open: the next generation, under another key.
 * @param change what is to be in it; ways that it leaves out open this one no more
 */
export async function renewVault(open: OpenVault, change: Partial<VaultContent>): Promise<Vault> {
  const content = { ...open.content, ...change };
  return await sealVault({ userId: open.userId, generation: open.generation + 1, content });
}
