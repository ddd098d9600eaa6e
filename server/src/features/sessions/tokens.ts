import { createHmac, createSecretKey } from 'node:crypto';
import { refusal } from '@parley/shared/refusals';
import jwt from 'jsonwebtoken';
import type { Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';
import { lifetimes } from './sessions.live.js';

const ISSUER = 'parley';
/** What a token allows: everything, reading files alone, ending its session (by its page, or by the mail about it), or declining one call. Each audience is verified. */
export type Audience = 'api' | 'files' | 'sign-out' | 'device' | `decline-${string}`;

// A KeyObject verifies 46 times faster than a string, which jsonwebtoken converts to one at every call.
const keyOf = perServer(({ secrets }) => createSecretKey(secrets.accessToken));

export interface AccessClaims {
  userId: string;
  sessionId: string;
}

/** A short-lived token that names a person and a session. */
export const signAccessToken = (server: Server, claims: AccessClaims): string =>
  sign(server, claims, 'api', server.config.ACCESS_TOKEN_SECONDS);

/** The token in the files' cookie. It lives as long as a session may; every use checks the session. */
export const signFilesToken = (server: Server, claims: AccessClaims): string =>
  sign(server, claims, 'files', lifetimes(server).longest / 1000);

/**
 * What a browser stores to sign out when the server cannot be reached. It needs no protection: it reads nothing and admits nobody.
 * Unlike the refresh cookie, which the next sign-in replaces, it names the session to end.
 */
export const signSignOutToken = (server: Server, claims: AccessClaims): string =>
  sign(server, claims, 'sign-out', lifetimes(server).longest / 1000);

/** What the mail about a new device brings along: it shows which that is, and ends its session. @param seconds how long it is valid */
export const signDeviceToken = (server: Server, claims: AccessClaims, seconds: number): string =>
  sign(server, claims, 'device', seconds);

/**
 * What the notification of a call brings along, so that the service worker, which has no session, can decline it: good for this
 * one call.
 *
 * @param seconds how long it is valid
 */
export const signDeclineToken = (
  server: Server,
  claims: AccessClaims,
  { callId, seconds }: { callId: string; seconds: number },
): string => sign(server, claims, `decline-${callId}`, seconds);

/**
 * The key with which a browser encrypts a person's unsent messages when a session ends; only their next sign-in returns it. Derived,
 * so that nothing is stored.
 * @returns 32 bytes in base64url
 */
export const storageKeyOf = (server: Server, userId: string): string =>
  createHmac('sha256', keyOf(server)).update(`browser storage of ${userId}`).digest('base64url');

const sign = (
  server: Server,
  { userId, sessionId }: AccessClaims,
  audience: Audience,
  expiresIn: number,
): string =>
  jwt.sign({ sid: sessionId }, keyOf(server), {
    algorithm: 'HS256',
    subject: userId,
    issuer: ISSUER,
    audience: `parley-${audience}`,
    expiresIn,
  });

/** Whether it is an unexpired access token of ours. Its session is not checked. */
export function isSigned(server: Server, token: string): boolean {
  try {
    verifyToken(server, token, 'api');
    return true;
  } catch {
    return false;
  }
}

/** @throws AppError unauthenticated for anything but an unexpired token of ours. */
export function verifyToken(server: Server, token: string, audience: Audience): AccessClaims {
  try {
    const claims = jwt.verify(token, keyOf(server), {
      algorithms: ['HS256'],
      issuer: ISSUER,
      audience: `parley-${audience}`,
      complete: false,
    });
    if (
      typeof claims === 'string' ||
      claims.exp === undefined ||
      typeof claims['sid'] !== 'string' ||
      claims.sub === undefined
    )
      throw new Error('incomplete');
    return { userId: claims.sub, sessionId: claims['sid'] };
  } catch {
    throw refusal('tokens.none');
  }
}
