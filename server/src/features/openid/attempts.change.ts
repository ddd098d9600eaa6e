import { randomBytes } from 'node:crypto';
import { trusted } from 'mongoose';
import { randomNonce, randomPKCECodeVerifier, randomState } from 'openid-client';
import type { Server } from '../../platform/context.js';
import { hashToken } from '../../platform/secrets.js';
import { Attempts, type AttemptDoc } from './openid.model.js';

/** Time to sign in at a provider, with a second factor there, in ms. */
export const ATTEMPT_MS = 10 * 60_000;

const SECRET = /^[\w-]{43}$/;

/**
 * The secret of a browser, for its cookie. One that it has already stays, so that two tabs can sign in at once.
 * @param cookie as received
 */
export const browserSecret = (cookie: string | undefined): string =>
  cookie !== undefined && SECRET.test(cookie) ? cookie : randomBytes(32).toString('base64url');

export interface Begun extends Pick<
  AttemptDoc,
  'provider' | 'returnTo' | 'inviteCode' | 'silent' | 'knownTo' | 'linkTo'
> {
  expiresAt: Date;
}

/**
 * Stores a sign-in that begins in a browser. Its `state` is stored as a hash.
 * @param secret of the browser's cookie
 */
export async function storeAttempt(
  server: Server,
  secret: string,
  begun: Begun,
): Promise<{ state: string; nonce: string; verifier: string }> {
  const made = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
  await Attempts(server).create({
    _id: hashToken(made.state),
    browser: hashToken(secret),
    nonce: made.nonce,
    verifier: made.verifier,
    ...begun,
  });
  return made;
}

/**
 * Uses an attempt up: of concurrent callbacks with the same state one gets it.
 * @returns null when there is none, it has expired, was used, or began in another browser or for another provider
 */
export async function takeAttempt(
  server: Server,
  { state, secret, provider }: { state: string; secret: string; provider: string },
): Promise<AttemptDoc | null> {
  return await Attempts(server)
    .findOneAndDelete({
      _id: hashToken(state),
      browser: hashToken(secret),
      provider,
      expiresAt: trusted({ $gt: new Date() }),
    })
    .lean()
    .exec();
}
