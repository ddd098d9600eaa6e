import { AppError } from '@parley/shared/errors';
import { objectId } from '@parley/shared/ids';
import {
  changePasswordInput,
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
  bearer,
  FILES_COOKIE,
  FILES_COOKIE_PATH,
  openRoute,
  readCookie,
  route,
  type Routes,
} from '../../platform/http.js';
import type { LimitsUsed } from '../../platform/rateLimit.js';
import { originAllowed } from '../../platform/socket.js';
import { listSessions } from './sessions.access.js';
import {
  changePassword,
  login,
  logout,
  refresh,
  register,
  revokeOtherSessions,
  revokeSession,
  type Admit,
  type Granted,
  type Origin,
} from './sessions.actions.js';
import { viewSession } from './sessions.view.js';
import { signFilesToken, verifyToken } from './tokens.js';

const COOKIE = 'parley_refresh';
const COOKIE_PATH = '/api/v1/auth';

const originOf = ({ request, limitsUsed }: { request: Request; limitsUsed: LimitsUsed }): Origin => ({
  address: request.ip ?? '',
  userAgent: request.get('user-agent') ?? '',
  limitsUsed,
});

export function mountSessions(routes: Routes, admit: Admit): void {
  const { server } = routes;
  const cookie = (request: Request, path = COOKIE_PATH) => ({
    httpOnly: true,
    sameSite: 'strict' as const,
    secure: request.secure,
    path,
  });

  const answer = (granted: Granted, request: Request, response: Response): SignedIn => {
    if (granted.refreshToken !== undefined)
      response.cookie(COOKIE, granted.refreshToken, {
        ...cookie(request),
        maxAge: server.config.SESSION_DAYS * 86_400_000,
      });
    const claims = verifyToken(server, granted.signedIn.accessToken, 'api');
    response.cookie(FILES_COOKIE, signFilesToken(server, claims), {
      ...cookie(request, FILES_COOKIE_PATH),
      maxAge: server.config.SESSION_DAYS * 86_400_000,
    });
    response.setHeader('Cache-Control', 'no-store');
    return granted.signedIn;
  };

  openRoute(
    routes,
    ['post', '/auth/register'],
    { summary: 'Make an account', answer: signedIn, body: registerInput, status: 201 },
    async ({ body, request, response, limitsUsed }) =>
      answer(await register(server, body, originOf({ request, limitsUsed }), admit), request, response),
  );

  openRoute(
    routes,
    ['post', '/auth/login'],
    { summary: 'Sign in', answer: signedIn, body: loginInput },
    async ({ body, request, response, limitsUsed }) =>
      answer(await login(server, body, originOf({ request, limitsUsed })), request, response),
  );

  openRoute(
    routes,
    ['post', '/auth/refresh'],
    { summary: 'Renew the access token by the cookie', answer: signedIn },
    async ({ request, response }) => {
      // The cookie comes along by itself, so this one answers to our own pages only.
      if (!originAllowed(request, server.config.PUBLIC_URL))
        throw new AppError('forbidden', 'Refreshing is for our own pages.');
      const token = readCookie(request, COOKIE);
      if (token === undefined) throw new AppError('unauthenticated');
      try {
        return answer(await refresh(server, token), request, response);
      } catch (error) {
        if (error instanceof AppError && error.code === 'unauthenticated')
          response.clearCookie(COOKIE, cookie(request));
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
    const hasCookie = readCookie(request, COOKIE) !== undefined;
    if (request.get('authorization') !== undefined)
      try {
        const actor = await routes.authenticate(bearer(request), 'request');
        if (actor.token) throw new AppError('forbidden', 'An access token may not do this. Sign in for it.');
        return actor.sessionId;
      } catch (error) {
        if (!hasCookie || !(error instanceof AppError) || error.code !== 'unauthenticated') throw error;
      }
    if (!hasCookie) throw new AppError('unauthenticated');
    if (!originAllowed(request, server.config.PUBLIC_URL))
      throw new AppError('forbidden', 'Signing out by the cookie is for our own pages.');
    return undefined;
  };

  openRoute(
    routes,
    ['post', '/auth/logout'],
    { summary: 'Sign out', body: logoutInput },
    async ({ body, request, response }) => {
      const sessionId = await sessionToEnd(request, body.signOutToken);
      // Somebody else may have signed in here meanwhile: that is no cookie of the session that ends.
      if (!(await logout(server, sessionId, readCookie(request, COOKIE)))) return;
      response.clearCookie(COOKIE, cookie(request));
      response.clearCookie(FILES_COOKIE, cookie(request, FILES_COOKIE_PATH));
    },
  );

  route(
    routes,
    ['post', '/me/password'],
    { summary: 'Change your password', personal: true, body: changePasswordInput },
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
