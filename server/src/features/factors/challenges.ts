import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Server } from '../../platform/context.js';
import { duplicateKey } from '../../platform/database.js';
import { perServer } from '../../platform/perServer.js';
import { hashToken } from '../../platform/secrets.js';
import { UsedChallenges } from './factors.model.js';

/*
 * A challenge is random bytes, its end and a MAC over both, its purpose and its person. Nothing is stored before a passkey has
 * signed it: anybody may request challenges, and thousands of requests must not fill a collection.
 */

/** The purpose of a challenge. One for a purpose is not valid for another. */
export type ChallengePurpose = 'sign-in' | 'second-step' | 'confirm' | 'create';

/** Time to find the key and touch it, in ms. Source: WebAuthn 3, 15.1 (recommended range of timeouts with user verification). */
export const CHALLENGE_MS = 300_000;

/** Source: WebAuthn 3, 13.4.3: at least 16 bytes. */
const RANDOM_BYTES = 16;
const END_BYTES = 4;
const MAC_BYTES = 16;

const keyOf = perServer(({ secrets }) =>
  createHmac('sha256', secrets.accessToken).update('challenges of passkeys').digest(),
);

/** Whose it is, and what for. */
interface Subject {
  purpose: ChallengePurpose;
  /** Undefined where it is not known yet who signs in. */
  userId?: string;
}

const macOf = (server: Server, head: Buffer, { purpose, userId = '' }: Subject): Buffer =>
  createHmac('sha256', keyOf(server))
    .update(`${purpose}\n${userId}\n`)
    .update(head)
    .digest()
    .subarray(0, MAC_BYTES);

/** A new challenge, in base64url. */
export function makeChallenge(server: Server, subject: Subject, now = Date.now()): string {
  const head = Buffer.alloc(RANDOM_BYTES + END_BYTES);
  randomBytes(RANDOM_BYTES).copy(head);
  head.writeUInt32BE(Math.floor((now + CHALLENGE_MS) / 1000), RANDOM_BYTES);
  return Buffer.concat([head, macOf(server, head, subject)]).toString('base64url');
}

/** Whether a challenge is ours, for this purpose and person, and has not expired. */
export function isChallenge(server: Server, challenge: string, subject: Subject, now = Date.now()): boolean {
  const bytes = Buffer.from(challenge, 'base64url');
  if (bytes.length !== RANDOM_BYTES + END_BYTES + MAC_BYTES) return false;
  const head = bytes.subarray(0, RANDOM_BYTES + END_BYTES);
  if (!timingSafeEqual(bytes.subarray(RANDOM_BYTES + END_BYTES), macOf(server, head, subject))) return false;
  return head.readUInt32BE(RANDOM_BYTES) * 1000 > now;
}

/** Uses a challenge up that a passkey has signed. @returns false when it was used before */
export async function takeChallenge(server: Server, challenge: string): Promise<boolean> {
  // Of the bytes: other texts may stand for the same ones.
  const _id = hashToken(Buffer.from(challenge, 'base64url').toString('base64url'));
  try {
    await UsedChallenges(server).create({ _id, expiresAt: new Date(Date.now() + 2 * CHALLENGE_MS) });
    return true;
  } catch (error) {
    if (!duplicateKey(error)) throw error;
    return false;
  }
}
