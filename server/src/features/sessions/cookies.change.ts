import type { SignedIn } from '@parley/shared/sessions';
import type { Request, Response } from 'express';
import type { Server } from '../../platform/context.js';
import { clearFormerCookie, readCookie, readFormerCookie, setCookie } from '../../platform/cookies.js';
import { fromOf } from '../../platform/http.js';
import type { LimitsUsed } from '../../platform/rateLimit.js';
import { DEVICE_MS, withPerson } from './devices.js';
import { namesNoFamily } from './refreshTokens.js';
import type { Granted, Origin } from './sessions.change.js';
import { lifetimes } from './sessions.live.js';
import { signFilesToken, verifyToken } from './tokens.js';

/** The origin of a sign-in request, and its use of limits. */
export const originOf = (
  server: Server,
  { request, response, limitsUsed }: { request: Request; response: Response; limitsUsed: LimitsUsed },
): Origin => ({
  ...fromOf(request, response),
  userAgent: request.get('user-agent') ?? '',
  deviceCookie: readCookie(server, request, 'device'),
  limitsUsed,
});

/**
 * The refresh token that a browser sent. Under the cookie's former name only a token of the former form is accepted: another host of the
 * domain, which could set a cookie of that name, cannot have got one since.
 */
export function refreshCookie(
  server: Server,
  request: Request,
): { token: string; former: boolean } | undefined {
  const token = readCookie(server, request, 'refresh');
  if (token !== undefined) return { token, former: false };
  const former = readFormerCookie(request, 'refresh');
  return former !== undefined && namesNoFamily(former) ? { token: former, former: true } : undefined;
}

/**
 * Sets the cookies of a session that was just granted or renewed.
 * @param options `newDevice` false: a browser whose request had no device cookie gets none
 * @returns the body of the answer
 */
export function answerSession(
  server: Server,
  granted: Granted,
  response: Response,
  { newDevice = true }: { newDevice?: boolean } = {},
): SignedIn {
  const maxAge = lifetimes(server).longest;
  if (granted.refreshToken !== undefined) {
    setCookie(server, { kind: 'refresh', value: granted.refreshToken, maxAge }, response);
    // Only one that was just replaced is cleared: it might be that of another workspace on this host.
    if (refreshCookie(server, response.req)?.former === true) clearFormerCookie(server, 'refresh', response);
  }
  const claims = verifyToken(server, granted.signedIn.accessToken, 'api');
  setCookie(server, { kind: 'files', value: signFilesToken(server, claims), maxAge }, response);
  const known = readCookie(server, response.req, 'device');
  if (newDevice || known !== undefined) {
    const device = withPerson(server, known, { userId: claims.userId, own: granted.deviceId });
    setCookie(server, { kind: 'device', value: device, maxAge: DEVICE_MS }, response);
  }
  response.setHeader('Cache-Control', 'no-store');
  return granted.signedIn;
}
