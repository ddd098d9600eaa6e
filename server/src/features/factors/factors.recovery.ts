import { randomBytes } from 'node:crypto';
import { Types } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { duplicateKey } from '../../platform/database.js';
import { hashToken } from '../../platform/secrets.js';
import { RecoveryCodes } from './factors.model.js';

/** How many recovery codes a person has, as at GitHub and Google. */
export const RECOVERY_CODES = 10;
/** 80 random bits, which no guessing finds, are 16 letters of base32. */
const CODE_BYTES = 10;

const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';

/** Base32 (RFC 4648, 6) in lower case. */
function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => LETTERS[parseInt(five, 2)] ?? '').join('');
}

const newCode = (): string => (base32(randomBytes(CODE_BYTES)).match(/.{4}/g) ?? []).join('-');
const hashOf = (userId: string, code: string): string => hashToken(`${userId}:${code.replaceAll('-', '')}`);

/** Makes new codes for a person; the former ones are not valid any more. @returns the codes, which are not stored */
export async function renewRecoveryCodes(server: Server, userId: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, newCode);
  const hashes = codes.map((code) => hashOf(userId, code));
  await RecoveryCodes(server).updateOne({ _id: userId }, { $set: { hashes } }, { upsert: true });
  return codes;
}

/** Makes codes for a person who has none yet. @returns the codes; none when there are some */
export async function firstRecoveryCodes(server: Server, userId: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, newCode);
  try {
    await RecoveryCodes(server).create({
      _id: new Types.ObjectId(userId),
      hashes: codes.map((code) => hashOf(userId, code)),
    });
    return codes;
  } catch (error) {
    if (!duplicateKey(error)) throw error;
    return [];
  }
}

/** How many of a person's codes are unused. */
export const countRecoveryCodes = async (server: Server, userId: string): Promise<number> =>
  (await RecoveryCodes(server).findById(userId).lean())?.hashes.length ?? 0;

/**
 * Uses a code up: of requests at once one succeeds.
 * @param code in lower case, without hyphens
 * @returns whether it was valid
 */
export async function takeRecoveryCode(server: Server, userId: string, code: string): Promise<boolean> {
  const hash = hashOf(userId, code);
  const { modifiedCount } = await RecoveryCodes(server).updateOne(
    { _id: userId, hashes: hash },
    { $pull: { hashes: hash } },
  );
  return modifiedCount === 1;
}

/** Removes all codes of a person. */
export async function removeRecoveryCodes(server: Server, userId: string): Promise<void> {
  await RecoveryCodes(server).deleteOne({ _id: userId });
}
