import { createHmac } from 'node:crypto';
import { parse as parseCookie } from 'cookie';
import type { CookieOptions, Request, Response } from 'express';
import { basePathOf } from './basePath.js';
import type { Server } from './context.js';
import { perServer } from './perServer.js';

/**
 * What a cookie is for: renewing a session, reading files, showing that somebody has signed in by this browser, or that a sign-in by a
 * provider was begun in it, or that nobody is to be signed in by a provider without pressing its button.
 */
export type CookieKind = 'refresh' | 'files' | 'device' | 'openid' | 'noSilent';

/** The paths of cookies over plain HTTP, where the same host may serve other programs on other ports. */
const paths: Record<CookieKind, string> = {
  refresh: '/api/v1/auth',
  files: '/api/v1/files',
  device: '/api/v1/auth',
  openid: '/api/v1/auth/openid',
  noSilent: '/api/v1/auth/openid',
};

/** Their names before each workspace had its own. */
const formerNames: Partial<Record<CookieKind, string>> = { refresh: 'parley_refresh', files: 'parley_files' };

/** Browsers store cookies by host and not by port: each workspace on a host has its own names, derived from its key. */
const markOf = perServer(({ secrets }) => ({
  mark: createHmac('sha256', secrets.accessToken).update('names of cookies').digest('hex').slice(0, 8),
}));

/**
 * What prevents plain HTTP from setting a cookie, and at the root of a host the other hosts of its domain, too (RFC 6265bis, 4.1.3).
 * `__Host-` demands the path `/`: below a base path it would send our cookies to whatever else the host serves.
 */
const securePrefix = (server: Server): '__Host-' | '__Secure-' =>
  basePathOf(server.config.PUBLIC_URL) === '' ? '__Host-' : '__Secure-';

/** The name of a cookie. @param secure over HTTPS, where it has a prefix */
export const cookieName = (server: Server, kind: CookieKind, secure: boolean): string =>
  `${secure ? securePrefix(server) : ''}parley_${markOf(server).mark}_${kind}`;

const optionsOf = (server: Server, request: Request, kind: CookieKind): CookieOptions => ({
  httpOnly: true,
  // A provider's page sends people back with a link: a strict cookie would stay away.
  sameSite: kind === 'openid' ? 'lax' : 'strict',
  secure: request.secure,
  path:
    request.secure && securePrefix(server) === '__Host-'
      ? '/'
      : basePathOf(server.config.PUBLIC_URL) + paths[kind],
});

const valueOf = (request: Request, name: string): string | undefined =>
  parseCookie(request.get('cookie') ?? '')[name];

/** The value of this workspace's cookie; undefined without one. */
export const readCookie = (server: Server, request: Request, kind: CookieKind): string | undefined =>
  valueOf(request, cookieName(server, kind, request.secure));

/** The value of a cookie by its former name, which may be another workspace's. */
export const readFormerCookie = (request: Request, kind: CookieKind): string | undefined => {
  const name = formerNames[kind];
  return name === undefined ? undefined : valueOf(request, name);
};

/** Sets a cookie. @param maxAge in ms; absent, it lasts until the browser is closed */
export function setCookie(
  server: Server,
  { kind, value, maxAge }: { kind: CookieKind; value: string; maxAge?: number },
  response: Response,
): void {
  const request = response.req;
  response.cookie(cookieName(server, kind, request.secure), value, {
    ...optionsOf(server, request, kind),
    ...(maxAge === undefined ? {} : { maxAge }),
  });
}

/** Clears a cookie. */
export function clearCookie(server: Server, kind: CookieKind, response: Response): void {
  const request = response.req;
  response.clearCookie(cookieName(server, kind, request.secure), optionsOf(server, request, kind));
}

/** Clears a cookie of a former name. */
export function clearFormerCookie(server: Server, kind: CookieKind, response: Response): void {
  const name = formerNames[kind];
  if (name !== undefined)
    response.clearCookie(name, {
      ...optionsOf(server, response.req, kind),
      path: paths[kind],
    });
}
