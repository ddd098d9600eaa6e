import { addressKey } from '../../platform/addressKey.js';
import { deviceIdOf } from '../sessions/sessions.access.js';
import type { Server } from '../../platform/context.js';
import type { Limit, LimitsUsed } from '../../platform/rateLimit.js';

const DAY_SECONDS = 86_400;

/** Wrong codes of an authenticator app, from all strange browsers together or from one that the person has signed in with. */
const totpLimit: Limit = { name: 'secondFactor', bounds: (config) => [config.SIGN_INS_PER_15_MINUTES, 900] };
/** Three of a million codes are valid at any time. With ten times as many attempts a day as in 15 minutes, a guess has one chance in 3,000 a day. */
const totpDayLimit: Limit = {
  name: 'secondFactorDay',
  bounds: (config) => [config.SIGN_INS_PER_15_MINUTES * 10, DAY_SECONDS],
};
/** All known browsers and sessions of a person together: each sign-in makes a known browser, and they must not add up to many guesses. */
const knownDayLimit: Limit = {
  name: 'secondFactorKnownDay',
  bounds: (config) => [config.SIGN_INS_PER_15_MINUTES * 30, DAY_SECONDS],
};
/** Recovery codes have a limit of their own: one who guesses at the app's codes must not close this way, too. */
const recoveryLimit: Limit = {
  name: 'recoveryCode',
  bounds: (config) => [config.SIGN_INS_PER_15_MINUTES, 900],
};

/** Signatures to verify, per address: an office shares one. */
export const passkeyLimit: Limit = {
  name: 'passkey',
  bounds: (config) => [config.SIGN_INS_PER_15_MINUTES * 10, 900],
};

export type GuessKind = 'totp' | 'recovery';
const limitsOf: Record<GuessKind, Limit[]> = { totp: [totpLimit, totpDayLimit], recovery: [recoveryLimit] };

/** Where a guess comes from. */
export interface GuessFrom {
  deviceCookie?: string | undefined;
  /** Of somebody who is signed in and confirms: an attempt of theirs alone. */
  sessionId?: string;
  address?: string;
  limitsUsed?: LimitsUsed | undefined;
}

/**
 * Counts a guess at a person's code. A browser that they have signed in with, and a session, have limits of their own, which no stranger
 * can use up.
 * @returns the function that takes the guess back when it was right
 * @throws rate_limited
 */
export async function countGuess(
  server: Server,
  { userId, kind }: { userId: string; kind: GuessKind },
  { deviceCookie, sessionId, address, limitsUsed }: GuessFrom,
): Promise<() => Promise<void>> {
  const deviceId = await deviceIdOf(server, deviceCookie, userId);
  const own = sessionId === undefined ? deviceId : `session ${sessionId}`;
  // A recovery code has 80 bits: guesses from elsewhere must not close the way to its owner.
  const stranger = kind === 'recovery' && address !== undefined ? `|${addressKey(address)}` : '';
  const key = own === undefined ? `${userId}${stranger}` : `${userId}|${own}`;
  if (kind === 'totp' && own !== undefined) await server.limits.take(knownDayLimit, userId, limitsUsed);
  for (const limit of limitsOf[kind]) await server.limits.take(limit, key, limitsUsed);
  // That of the day stays: a person who signs in often must not give a guesser more attempts.
  return async () => await server.limits.forgive(kind === 'totp' ? totpLimit : recoveryLimit, key);
}
