import { AppError } from '@parley/shared/errors';
import { refusal } from '@parley/shared/refusals';
import { objectId } from '@parley/shared/ids';
import {
  changePasswordInput,
  confirmInput,
  logoutInput,
  loginInput,
  registerInput,
  sessionView,
  signedIn,
  type SignedIn,
} from '@parley/shared/sessions';
import type { Request, Response } from 'express';
import { z } from 'zod';
import {
  clearCookie,
  clearFormerCookie,
  readCookie,
  readFormerCookie,
  setCookie,
} from '../../platform/cookies.js';
import { bearer, fromOf, openRoute, route, type Routes } from '../../platform/http.js';
import type { LimitsUsed } from '../../platform/rateLimit.js';
import { originAllowed, originRefusal } from '../../platform/origin.js';
import { listSessions } from './sessions.access.js';
import {
  changePassword,
  confirmSession,
  login,
  logout,
  register,
  revokeOtherSessions,
  revokeSession,
  type Newcomers,
} from './sessions.actions.js';
import type { Granted, Origin } from './sessions.change.js';
import { refresh } from './sessions.renewal.js';
import { viewSession } from './sessions.view.js';
import { DEVICE_MS, withPerson } from './devices.js';
import { namesNoFamily } from './refreshTokens.js';
import { signFilesToken, verifyToken } from './tokens.js';

interface Asking {
  request: Request;
  response: Response;
  limitsUsed: LimitsUsed;
}

export function mountSessions(routes: Routes, newcomers: Newcomers): void {
  const { server } = routes;
  const originOf = ({ request, response, limitsUsed }: Asking): Origin => ({
    ...fromOf(request, response),
    userAgent: request.get('user-agent') ?? '',
    deviceCookie: readCookie(server, request, 'device'),
    limitsUsed,
  });
  const maxAge = server.config.SESSION_DAYS * 86_400_000;

  const answer = (granted: Granted, response: Response): SignedIn => {
    if (granted.refreshToken !== undefined) {
      setCookie(server, { kind: 'refresh', value: granted.refreshToken, maxAge }, response);
      // Only one that has just become the other is taken back: it might be that of another workspace on this host.
      if (refreshCookie(response.req)?.former === true) clearFormerCookie(server, 'refresh', response);
    }
    const claims = verifyToken(server, granted.signedIn.accessToken, 'api');
    setCookie(server, { kind: 'files', value: signFilesToken(server, claims), maxAge }, response);
    const device = withPerson(server, readCookie(server, response.req, 'device'), claims.userId);
    setCookie(server, { kind: 'device', value: device, maxAge: DEVICE_MS }, response);
    response.setHeader('Cache-Control', 'no-store');
    return granted.signedIn;
  };

  /**
   * The refresh token that a browser sent. By the former name only one of the former form is taken: no other host of the domain, which could
   * set a cookie of that name, can have one that it got since.
   */
  const refreshCookie = (request: Request): { token: string; former: boolean } | undefined => {
    const token = readCookie(server, request, 'refresh');
    if (token !== undefined) return { token, former: false };
    const former = readFormerCookie(request, 'refresh');
    return former !== undefined && namesNoFamily(former) ? { token: former, former: true } : undefined;
  };

  openRoute(
    routes,
    ['post', '/auth/register'],
    { summary: 'Make an account', answer: signedIn, body: registerInput, status: 201, secret: true },
    async ({ body, request, response, limitsUsed }) =>
      answer(await register(server, body, originOf({ request, response, limitsUsed }), newcomers), response),
  );

  openRoute(
    routes,
    ['post', '/auth/login'],
    { summary: 'Sign in', answer: signedIn, body: loginInput, secret: true },
    async ({ body, request, response, limitsUsed }) =>
      answer(await login(server, body, originOf({ request, response, limitsUsed })), response),
  );

  openRoute(
    routes,
    ['post', '/auth/refresh'],
    { summary: 'Renew the access token by the cookie', answer: signedIn },
    async ({ request, response }) => {
      // The cookie comes along by itself, so this one answers to our own pages only.
      if (!originAllowed(request, server.config.PUBLIC_URL)) throw originRefusal(server, request);
      const cookie = refreshCookie(request);
      if (cookie === undefined) throw new AppError('unauthenticated');
      try {
        return answer(await refresh(server, cookie.token, fromOf(request, response)), response);
      } catch (error) {
        if (error instanceof AppError && error.code === 'unauthenticated' && !cookie.former)
          clearCookie(server, 'refresh', response);
        throw error;
      }
    },
  );

  /**
   * Which session a request to sign out means: of its token; of the access token, should it still be good; undefined when
   * only the cookie can tell. @throws forbidden for an access token of a program or a page of others, unauthenticated
   */
  const sessionToEnd = async (
    request: Request,
    signOutToken: string | undefined,
  ): Promise<string | undefined> => {
    if (signOutToken !== undefined) return verifyToken(server, signOutToken, 'sign-out').sessionId;
    const hasCookie = refreshCookie(request) !== undefined;
    if (request.get('authorization') !== undefined)
      try {
        const actor = await routes.authenticate(bearer(request), 'request');
        if (actor.token) throw refusal('tokens.sessionOnly');
        return actor.sessionId;
      } catch (error) {
        if (!hasCookie || !(error instanceof AppError) || error.code !== 'unauthenticated') throw error;
      }
    if (!hasCookie) throw new AppError('unauthenticated');
    if (!originAllowed(request, server.config.PUBLIC_URL)) throw originRefusal(server, request);
    return undefined;
  };

  openRoute(
    routes,
    ['post', '/auth/logout'],
    { summary: 'Sign out', body: logoutInput },
    async ({ body, request, response }) => {
      const sessionId = await sessionToEnd(request, body.signOutToken);
      // Browsers take it over HTTPS alone. The cache and no more: cookies are shared by all ports of a host, and what waits to be sent
      // and to be signed out (decision 023) is in the storage; the page clears the rest of that itself.
      response.setHeader('Clear-Site-Data', '"cache"');
      // Somebody else may have signed in here meanwhile: that is no cookie of the session that ends.
      const cookie = refreshCookie(request);
      if (!(await logout(server, sessionId, cookie?.token))) return;
      clearCookie(server, 'refresh', response);
      clearCookie(server, 'files', response);
      if (cookie?.former === true) clearFormerCookie(server, 'refresh', response);
    },
  );

  route(
    routes,
    ['post', '/session/confirm'],
    {
      summary: 'Confirm your password, for what gives power',
      personal: true,
      body: confirmInput,
      secret: true,
    },
    (actor, { body }) => confirmSession(actor, body),
  );

  route(
    routes,
    ['post', '/me/password'],
    { summary: 'Change your password', personal: true, body: changePasswordInput, secret: true },
    (actor, { body }) => changePassword(actor, body),
  );

  route(
    routes,
    ['get', '/me/sessions'],
    {
      summary: 'List where you are signed in',
      answer: z.strictObject({ sessions: z.array(sessionView) }),
      personal: true,
    },
    async (actor) => ({
      sessions: (await listSessions(actor)).map((session) => viewSession(session, actor.sessionId)),
    }),
  );

  route(routes, ['delete', '/me/sessions'], { summary: 'End all other sessions', personal: true }, (actor) =>
    revokeOtherSessions(actor),
  );

  route(
    routes,
    ['delete', '/me/sessions/:sessionId'],
    { summary: 'End a session', personal: true, params: z.strictObject({ sessionId: objectId }) },
    (actor, { params }) => revokeSession(actor, params.sessionId),
  );
}
