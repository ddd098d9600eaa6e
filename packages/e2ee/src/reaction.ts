import { bytesOf, concat, fromBase64url, textOf, toBase64url, type Bytes, type Field } from './bytes.js';
import { failure } from './failure.js';
import { decryptWith, derive, encryptWith, requireEqual, statement } from './keys.js';
import { pad, unpad } from './padding.js';

/** What stands before a sealed reaction, where a plain one has its emoji. */
export const REACTION_PREFIX = 'e2:';
/** The longest emoji of Unicode 16 has 35 bytes; with its box it stays under 96 characters. */
const SIZE = 41;
const NONCE = 12;

/** The message that is reacted to, and the epoch under which it was sealed first. */
export interface ReactionPlace {
  roomId: string;
  generation: number;
  epoch: number;
  authorId: string;
  clientId: string;
}

const fieldsOf = (place: ReactionPlace): Field[] => [
  place.roomId,
  place.generation,
  place.epoch,
  place.authorId,
  place.clientId,
];

// The nonce is a function of the emoji under a key of its own (as in SIV, RFC 5297): equal reactions are equal boxes, and add up.
const nonceOf = (epochKey: Bytes, place: ReactionPlace, emoji: string): Promise<Bytes> =>
  derive(epochKey, 'reaction nonce', [...fieldsOf(place), emoji], { length: NONCE });

/**
 * Seals a reaction: the same emoji to the same message is the same text from everybody, and to another message another.
 * @param epochKey of the message's epoch
 * @param emoji at most 40 bytes
 * @throws E2eeError malformed
 */
export async function sealReaction(epochKey: Bytes, place: ReactionPlace, emoji: string): Promise<string> {
  const key = await derive(epochKey, 'reaction', fieldsOf(place));
  const nonce = await nonceOf(epochKey, place, emoji);
  const box = await encryptWith(
    key,
    nonce,
    pad(bytesOf(emoji), SIZE),
    statement('reaction', fieldsOf(place)),
  );
  return REACTION_PREFIX + toBase64url(concat(nonce, box));
}

/** @returns the emoji @throws E2eeError wrong_key or malformed */
export async function openReaction(epochKey: Bytes, place: ReactionPlace, sealed: string): Promise<string> {
  if (!sealed.startsWith(REACTION_PREFIX)) throw failure('malformed', 'reaction');
  const bytes = fromBase64url(sealed.slice(REACTION_PREFIX.length), NONCE + SIZE + 16);
  const key = await derive(epochKey, 'reaction', fieldsOf(place));
  const nonce = bytes.slice(0, NONCE);
  const padded = await decryptWith(key, nonce, bytes.slice(NONCE), statement('reaction', fieldsOf(place)));
  const emoji = textOf(unpad(padded));
  // Else one emoji could stand twice, under two nonces.
  requireEqual(nonce, await nonceOf(epochKey, place, emoji), 'reaction');
  return emoji;
}
