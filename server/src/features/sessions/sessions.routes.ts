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
} from '@parley/shared/sessions';
import type { Request } from 'express';
import { z } from 'zod';
import { clearCookie, clearFormerCookie, setCookie } from '../../platform/cookies.js';
import { bearer, fromOf, openRoute, route, type Routes } from '../../platform/http.js';
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
import { answerSession, originOf, refreshCookie } from './cookies.change.js';
import { refresh } from './sessions.renewal.js';
import { viewSession } from './sessions.view.js';
import { verifyToken } from './tokens.js';

/** As long as browsers store a cookie, in ms. Source: RFC 6265bis, 5.5 */
const SIGNED_OUT_MS = 400 * 86_400_000;

export function mountSessions(routes: Routes, newcomers: Newcomers): void {
  mountSigningIn(routes, newcomers);
  mountSigningOut(routes);
  mountOwnSessions(routes);
}

function mountSigningIn(routes: Routes, newcomers: Newcomers): void {
  const { server } = routes;
  openRoute(
    routes,
    ['post', '/auth/register'],
    { summary: 'Make an account', answer: signedIn, body: registerInput, status: 201, secret: true },
    async ({ body, request, response, limitsUsed }) =>
      answerSession(
        server,
        await register(server, body, originOf(server, { request, response, limitsUsed }), newcomers),
        response,
      ),
  );

  openRoute(
    routes,
    ['post', '/auth/login'],
    { summary: 'Sign in', answer: signedIn, body: loginInput, secret: true },
    async ({ body, request, response, limitsUsed }) =>
      answerSession(
        server,
        await login(server, body, originOf(server, { request, response, limitsUsed })),
        response,
      ),
  );

  openRoute(
    routes,
    ['post', '/auth/refresh'],
    { summary: 'Renew the access token by the cookie', answer: signedIn },
    async ({ request, response }) => {
      // A browser sends the cookie by itself, so only our own pages may use this.
      if (!originAllowed(request, server.config.PUBLIC_URL)) throw originRefusal(server, request);
      const cookie = refreshCookie(server, request);
      if (cookie === undefined) throw new AppError('unauthenticated');
      try {
        return answerSession(
          server,
          await refresh(server, cookie.token, fromOf(request, response)),
          response,
        );
      } catch (error) {
        if (error instanceof AppError && error.code === 'unauthenticated' && !cookie.former)
          clearCookie(server, 'refresh', response);
        throw error;
      }
    },
  );
}

/**
 * Which session a sign-out request is for.
 *
 * @returns that of its token; that of the access token, should it still be valid; undefined when only the cookie names it
 * @throws forbidden for an access token of a program or a page of others, unauthenticated
 */
async function sessionToEnd(
  routes: Routes,
  request: Request,
  signOutToken: string | undefined,
): Promise<string | undefined> {
  const { server } = routes;
  if (signOutToken !== undefined) return verifyToken(server, signOutToken, 'sign-out').sessionId;
  const hasCookie = refreshCookie(server, request) !== undefined;
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
}

function mountSigningOut(routes: Routes): void {
  const { server } = routes;
  openRoute(
    routes,
    ['post', '/auth/logout'],
    { summary: 'Sign out', body: logoutInput },
    async ({ body, request, response }) => {
      const sessionId = await sessionToEnd(routes, request, body.signOutToken);
      // Browsers accept it over HTTPS alone. Only the cache: cookies are shared by all ports of a host, and the outbox and pending
      // sign-outs (decision 023) are in the storage; the page clears the rest of that itself.
      response.setHeader('Clear-Site-Data', '"cache"');
      // Somebody else may have signed in here meanwhile: the cookie then belongs to another session.
      const cookie = refreshCookie(server, request);
      if (!(await logout(server, sessionId, cookie?.token))) return;
      clearCookie(server, 'refresh', response);
      clearCookie(server, 'files', response);
      // Nor does a provider sign them in again by itself (decision 065).
      setCookie(server, { kind: 'noSilent', value: 'signed-out', maxAge: SIGNED_OUT_MS }, response);
      if (cookie?.former === true) clearFormerCookie(server, 'refresh', response);
    },
  );
}

/** One's password and sessions. */
function mountOwnSessions(routes: Routes): void {
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
