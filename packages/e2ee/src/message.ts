import { encode, fromBase64url, isEqual, randomBytes, toBase64url, type Bytes, type Field } from './bytes.js';
import {
  clearFieldsOf,
  readContent,
  writeContent,
  type ClearFields,
  type MessageContent,
} from './content.js';
import { requireSigned, type Signer } from './ed25519.js';
import type { EpochPlace } from './epochs.js';
import { failure } from './failure.js';
import { decryptOnce, derive, encryptOnce, requireEqual, sha256, statement } from './keys.js';
import { pad, unpad } from './padding.js';

/** A sealed message as it is on the wire and in the database. Bytes are base64url. */
export interface SealedMessage {
  v: 1;
  generation: number;
  epoch: number;
  deviceId: string;
  /** 16 random bytes: each sealing has its own key. */
  salt: string;
  box: string;
  /** To the message key, 32 bytes: AES-GCM alone would open one box by two keys. */
  commitment: string;
  /** `rosterHash` as the author sees it. */
  roster: string;
  /** Ed25519 of the device, 64 bytes. */
  signature: string;
}

/** What a message is bound to beside its epoch: moved anywhere else, it opens no more. */
export interface MessagePlace {
  roomId: string;
  authorId: string;
  clientId: string;
  /** 0 for the first version, 1 for the first edit … */
  version: number;
}

const placeFields = (place: MessagePlace, { generation, epoch }: Omit<EpochPlace, 'roomId'>): Field[] => [
  place.roomId,
  generation,
  epoch,
  place.authorId,
  place.clientId,
  place.version,
];

const bytesToSign = async (
  sealed: Omit<SealedMessage, 'signature'>,
  place: MessagePlace,
  clear: ClearFields,
): Promise<Bytes> =>
  statement('message', [
    sealed.v,
    ...placeFields(place, sealed),
    sealed.deviceId,
    fromBase64url(sealed.salt, 16),
    await sha256(fromBase64url(sealed.box)),
    fromBase64url(sealed.commitment, 32),
    fromBase64url(sealed.roster, 32),
    clear.mentionIds,
    clear.mentionsRoom,
    clear.replyToId,
    clear.fileIds,
  ]);

const keyOf = (epochKey: Bytes, place: MessagePlace, sealed: Omit<EpochPlace, 'roomId'>, salt: Bytes) =>
  derive(epochKey, 'message', placeFields(place, sealed), { salt });

/** Who writes, and what they see of the others. */
export interface Author {
  deviceId: string;
  signer: Signer;
  roster: string;
}

/**
 * Seals a message. Called again for the same message (another epoch, an edit) it takes another salt, so no key encrypts twice.
 * @param epoch the epoch and its key
 * @throws E2eeError malformed
 */
export async function sealMessage(
  content: MessageContent,
  place: MessagePlace,
  epoch: { generation: number; epoch: number; key: Bytes },
  author: Author,
): Promise<SealedMessage> {
  const salt = randomBytes(16);
  const key = await keyOf(epoch.key, place, epoch, salt);
  const bound = statement('message box', [...placeFields(place, epoch), author.deviceId]);
  const boxKey = await derive(key, 'message box', []);
  const unsigned = {
    v: 1 as const,
    generation: epoch.generation,
    epoch: epoch.epoch,
    deviceId: author.deviceId,
    salt: toBase64url(salt),
    box: toBase64url(await encryptOnce(boxKey, pad(writeContent(content)), bound)),
    commitment: toBase64url(await derive(key, 'message commitment', [])),
    roster: author.roster,
  };
  const bytes = await bytesToSign(unsigned, place, clearFieldsOf(content));
  return { ...unsigned, signature: toBase64url(await author.signer.sign(bytes)) };
}

/**
 * What can be checked without any key: that the device signed this box, in this place, with these fields in clear. For the server,
 * before it takes a message.
 * @param messageKey of the device, from its owner's chain
 * @throws E2eeError bad_signature or malformed
 */
export async function requireSignedMessage(
  sealed: SealedMessage,
  place: MessagePlace,
  clear: ClearFields,
  messageKey: Bytes,
): Promise<void> {
  const bytes = await bytesToSign(sealed, place, clear);
  await requireSigned(messageKey, bytes, fromBase64url(sealed.signature, 64));
}

/** An opened message. */
export interface OpenedMessage {
  content: MessageContent;
  /** Opens this version of this message and nothing else: what a report carries. */
  messageKey: Bytes;
  /** Which fields in clear are what the author signed. What is not must not ring, and is drawn as it was signed. */
  agrees: Record<keyof ClearFields, boolean>;
}

const isSame = (a: Field, b: Field): boolean => isEqual(encode(a), encode(b));

const agreementOf = (signed: ClearFields, shown: ClearFields): OpenedMessage['agrees'] => ({
  mentionIds: isSame(signed.mentionIds, shown.mentionIds),
  mentionsRoom: signed.mentionsRoom === shown.mentionsRoom,
  replyToId: signed.replyToId === shown.replyToId,
  fileIds: isSame(signed.fileIds, shown.fileIds),
});

/**
 * Opens a reported message by its own key.
 * @param sealed,place,clear as the server has them
 * @param keys the message key of the report, and the key of the device from its owner's chain
 * @throws E2eeError wrong_key, bad_signature or malformed: then the report proves nothing
 */
export async function openReported(
  sealed: SealedMessage,
  place: MessagePlace,
  clear: ClearFields,
  keys: { messageKey: Bytes; deviceKey: Bytes },
): Promise<OpenedMessage> {
  const { messageKey, deviceKey } = keys;
  // What comes over the wire may be of a later version.
  if ((sealed.v as number) !== 1) throw failure('malformed', 'sealed message');
  const commitment = await derive(messageKey, 'message commitment', []);
  requireEqual(commitment, fromBase64url(sealed.commitment, 32), 'message key');
  const bound = statement('message box', [...placeFields(place, sealed), sealed.deviceId]);
  const boxKey = await derive(messageKey, 'message box', []);
  const content = readContent(unpad(await decryptOnce(boxKey, fromBase64url(sealed.box), bound)));
  const signed = clearFieldsOf(content);
  await requireSignedMessage(sealed, place, signed, deviceKey);
  return { content, messageKey, agrees: agreementOf(signed, clear) };
}

/**
 * Opens a message. It needs nothing but the key of its epoch: any order, any number of times, in any tab.
 * @param keys the key of the message's epoch, and the key of the device from its owner's chain
 * @throws E2eeError wrong_key, bad_signature or malformed
 */
export async function openMessage(
  sealed: SealedMessage,
  place: MessagePlace,
  clear: ClearFields,
  keys: { epochKey: Bytes; deviceKey: Bytes },
): Promise<OpenedMessage> {
  const messageKey = await keyOf(keys.epochKey, place, sealed, fromBase64url(sealed.salt, 16));
  return await openReported(sealed, place, clear, { messageKey, deviceKey: keys.deviceKey });
}
