import { createHmac, timingSafeEqual } from 'node:crypto';
import { isValidObjectId } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';

/** A separate key: what is signed for one purpose must not be valid for another. */
const keyOf = perServer(({ secrets }) =>
  createHmac('sha256', secrets.accessToken).update('refresh tokens').digest(),
);

const macOf = (server: Server, named: string): Buffer =>
  createHmac('sha256', keyOf(server)).update(named).digest();

/**
 * The refresh token of a session after a number of renewals: `sessionId.generation.mac`. It names its session, so that a used one is
 * recognised at any age though none is stored; and it is deterministic, so that a client which did not receive it can get it
 * again.
 * @param generation how often the session was renewed
 */
export function makeRefreshToken(server: Server, sessionId: string, generation: number): string {
  const named = `${sessionId}.${generation}`;
  return `${named}.${macOf(server, named).toString('base64url')}`;
}

/** The session that a refresh token was made for; undefined when it is not one that `makeRefreshToken` made. */
export function familyOf(server: Server, token: string): string | undefined {
  const [sessionId = '', generation = '', mac = ''] = token.split('.');
  if (!isValidObjectId(sessionId)) return undefined;
  const given = Buffer.from(mac, 'base64url');
  const right = macOf(server, `${sessionId}.${generation}`);
  return given.length === right.length && timingSafeEqual(given, right) ? sessionId : undefined;
}

/** Random tokens of older servers, which are still valid until they are renewed. */
export const namesNoFamily = (token: string): boolean => !token.includes('.');
