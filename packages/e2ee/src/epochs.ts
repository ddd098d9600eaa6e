import { bytesOf, fromBase64url, toBase64url, type Bytes, type Field } from './bytes.js';
import { failure } from './failure.js';
import { hpkeRecipient, hpkeSender } from './hpke.js';
import { decryptOnce, derive, encryptOnce, hashOf, requireEqual, statement } from './keys.js';
import { newAgreementKeys } from './x25519.js';

/** The label under which the group exports the key of an epoch (RFC 9420, 8.5). */
export const EPOCH_LABEL = 'parley epoch';

/** Which epoch of which room. A room starts a new generation when its group starts anew. */
export interface EpochPlace {
  roomId: string;
  generation: number;
  epoch: number;
}

/** A member, and the account key that the epoch key is sealed to. */
export interface Recipient {
  userId: string;
  /** The entry of the chain that published the key. */
  accountKeyN: number;
  /** 32 bytes, from the verified chain. */
  accountKey: Bytes;
}

/** The epoch key for one member: 48 bytes. */
export interface Seal {
  userId: string;
  accountKeyN: number;
  box: string;
}

/** The epoch key for all members, under one ephemeral key. */
export interface Seals {
  enc: string;
  seals: Seal[];
}

const fieldsOf = ({ roomId, generation, epoch }: EpochPlace): Field[] => [roomId, generation, epoch];
const NOTHING = new Uint8Array();
const requireKey = (key: Bytes): void => {
  if (key.length !== 32) throw failure('malformed', 'epoch key');
};

// The person is in the info and not beside it: two people with one account key would else share key and nonce.
const infoOf = (place: EpochPlace, { userId, accountKeyN }: Pick<Seal, 'userId' | 'accountKeyN'>): Bytes =>
  statement('epoch seal', [...fieldsOf(place), userId, accountKeyN]);

/**
 * Seals the key of an epoch to the account key of each member, by HPKE with one ephemeral key for all.
 * @throws E2eeError weak_key; malformed, for somebody who is in twice
 */
export async function sealEpochKey(
  key: Bytes,
  place: EpochPlace,
  recipients: readonly Recipient[],
): Promise<Seals> {
  requireKey(key);
  if (new Set(recipients.map(({ userId }) => userId)).size !== recipients.length)
    throw failure('malformed', 'recipients');
  const ephemeral = await newAgreementKeys();
  const seals = await Promise.all(
    recipients.map(async ({ userId, accountKeyN, accountKey }) => {
      const sender = await hpkeSender(accountKey, infoOf(place, { userId, accountKeyN }), ephemeral);
      return { userId, accountKeyN, box: toBase64url(await sender.seal(0, key, NOTHING)) };
    }),
  );
  return { enc: toBase64url(ephemeral.publicKey), seals };
}

/**
 * Opens one's own seal.
 * @param privateKey the account key that the seal names
 * @returns the epoch key; whether it is the right one is for `requireEpochKey` to say, since anybody can seal
 * @throws E2eeError wrong_key, weak_key or malformed
 */
export async function openSeal(
  privateKey: Bytes,
  place: EpochPlace,
  enc: string,
  seal: Seal,
): Promise<Bytes> {
  const recipient = await hpkeRecipient(privateKey, fromBase64url(enc, 32), infoOf(place, seal));
  return await recipient.open(0, fromBase64url(seal.box, 48), NOTHING);
}

/** @returns 32 bytes that fit this key of this epoch alone, and tell nothing of it */
export async function commitmentOf(key: Bytes, place: EpochPlace): Promise<Bytes> {
  requireKey(key);
  return await derive(key, 'epoch commitment', fieldsOf(place));
}

/** @throws E2eeError wrong_key, unless the key is the one that was committed to */
export async function requireEpochKey(key: Bytes, place: EpochPlace, commitment: string): Promise<void> {
  requireEqual(await commitmentOf(key, place), fromBase64url(commitment, 32), 'epoch key');
}

/**
 * Encrypts the former epoch's key by the one of `place`: the step back.
 * @returns base64url of 48 bytes
 */
export async function linkTo(former: Bytes, key: Bytes, place: EpochPlace): Promise<string> {
  requireKey(former);
  requireKey(key);
  // An epoch has one former epoch, and this key is used for nothing else: it encrypts once.
  const linkKey = await derive(key, 'epoch link', fieldsOf(place));
  return toBase64url(await encryptOnce(linkKey, former, statement('epoch link', fieldsOf(place))));
}

/** @returns the key of the epoch before `place` @throws E2eeError wrong_key or malformed */
export async function openLink(link: string, key: Bytes, place: EpochPlace): Promise<Bytes> {
  requireKey(key);
  const linkKey = await derive(key, 'epoch link', fieldsOf(place));
  return await decryptOnce(linkKey, fromBase64url(link, 48), statement('epoch link', fieldsOf(place)));
}

/** What `walkBack` came to. */
export interface Walked {
  /** The keys by epoch, the newest first. */
  keys: Map<number, Bytes>;
  /** The epoch whose link could not be opened, or whose key was not the one committed to; null, if the way just ended. */
  brokenAt: number | null;
}

/** Where links and commitments are: from the server, or from storage. */
export interface Archive {
  /** The link of an epoch to the one before; null where there is none. */
  link: (epoch: number) => string | null | Promise<string | null>;
  /** The commitment of an epoch from a record whose signature was checked; null where it is not known. */
  commitment?: (epoch: number) => string | null | Promise<string | null>;
}

/**
 * Walks from one epoch back, as far as there are links.
 * @param key of the epoch of `place`, checked
 * @param archive by which to walk; a broken link ends the way, and what was opened stays open
 */
export async function walkBack(key: Bytes, place: EpochPlace, archive: Archive): Promise<Walked> {
  const keys = new Map([[place.epoch, key]]);
  let current = key;
  for (let { epoch } = place; epoch > 0; epoch -= 1) {
    const link = await archive.link(epoch);
    if (link === null) return { keys, brokenAt: null };
    try {
      current = await openLink(link, current, { ...place, epoch });
      const commitment = (await archive.commitment?.(epoch - 1)) ?? null;
      if (commitment !== null) await requireEpochKey(current, { ...place, epoch: epoch - 1 }, commitment);
    } catch {
      return { keys, brokenAt: epoch };
    }
    keys.set(epoch - 1, current);
  }
  return { keys, brokenAt: null };
}

/** @returns the hash of what a commit carries for its members, in the order of their names */
export async function hashOfSeals({ enc, seals }: Seals, link: string | null): Promise<string> {
  const sorted = seals.toSorted((a, b) => (a.userId < b.userId ? -1 : 1));
  const fields = sorted.map(({ userId, accountKeyN, box }) => [userId, accountKeyN, bytesOf(box)]);
  return toBase64url(await hashOf('epoch seals', [enc, fields, link]));
}
