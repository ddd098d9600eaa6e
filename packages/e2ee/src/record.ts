import { fromBase64url, toBase64url, type Bytes } from './bytes.js';
import { requireSigned, type Signer } from './ed25519.js';
import { commitmentOf, hashOfSeals, type EpochPlace, type Seals } from './epochs.js';
import { failure } from './failure.js';
import { sha256, statement } from './keys.js';

/** What the device that started an epoch says of it. All hashes are base64url of 32 bytes. */
export interface EpochRecord extends EpochPlace {
  userId: string;
  deviceId: string;
  /** Of the commit of the group. */
  commitHash: string;
  /** Of the seals and the link that came with it. */
  sealsHash: string;
  /** To the epoch key: a seal that holds another key is found out by it. */
  commitment: string;
  /** All members with the heads of their chains. */
  roster: string;
  /** Ed25519, 64 bytes, base64url. */
  signature: string;
}

const bytesToSign = (record: Omit<EpochRecord, 'signature'>): Bytes =>
  statement('epoch record', [
    record.roomId,
    record.generation,
    record.epoch,
    record.userId,
    record.deviceId,
    fromBase64url(record.commitHash, 32),
    fromBase64url(record.sealsHash, 32),
    fromBase64url(record.commitment, 32),
    fromBase64url(record.roster, 32),
  ]);

/** What a record is made of. */
export interface NewEpoch {
  place: EpochPlace;
  userId: string;
  deviceId: string;
  commit: Bytes;
  key: Bytes;
  seals: Seals;
  link: string | null;
  roster: string;
}

/** Signs the record of a new epoch. */
export async function signEpochRecord(epoch: NewEpoch, signer: Signer): Promise<EpochRecord> {
  const { place, userId, deviceId, roster } = epoch;
  const unsigned = {
    roomId: place.roomId,
    generation: place.generation,
    epoch: place.epoch,
    userId,
    deviceId,
    commitHash: toBase64url(await sha256(epoch.commit)),
    sealsHash: await hashOfSeals(epoch.seals, epoch.link),
    commitment: toBase64url(await commitmentOf(epoch.key, place)),
    roster,
  };
  return { ...unsigned, signature: toBase64url(await signer.sign(bytesToSign(unsigned))) };
}

/** What a record has to fit, as far as it is at hand. */
export interface RecordExpected {
  place: EpochPlace;
  commit?: Bytes;
  seals?: { seals: Seals; link: string | null };
}

/**
 * Checks the record of an epoch.
 * @param messageKey of the device that the record names, from the verified chain of its owner
 * @throws E2eeError bad_signature, wrong_key if it is of another epoch, commit or seals, malformed
 */
export async function requireEpochRecord(
  record: EpochRecord,
  messageKey: Bytes,
  { place, commit, seals }: RecordExpected,
): Promise<void> {
  await requireSigned(messageKey, bytesToSign(record), fromBase64url(record.signature, 64));
  const isHere =
    record.roomId === place.roomId && record.generation === place.generation && record.epoch === place.epoch;
  if (!isHere) throw failure('wrong_key', 'epoch record');
  if (commit !== undefined && toBase64url(await sha256(commit)) !== record.commitHash)
    throw failure('wrong_key', 'commit of the record');
  if (seals !== undefined && (await hashOfSeals(seals.seals, seals.link)) !== record.sealsHash)
    throw failure('wrong_key', 'seals of the record');
}
