import { AppError } from '@parley/shared/errors';
import { objectId } from '@parley/shared/ids';
import {
  backChannelInput,
  beginQuery,
  identityView,
  openidProviderId,
  openidProviderView,
  redirectView,
} from '@parley/shared/openid';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { basePathOf, publicAddress } from '../../platform/basePath.js';
import { clearCookie, readCookie, setCookie } from '../../platform/cookies.js';
import type { Server } from '../../platform/context.js';
import { logEvent } from '../../platform/eventLog.js';
import { fromOf, openRoute, route, type Routes } from '../../platform/http.js';
import { answerSession, originOf } from '../sessions/cookies.change.js';
import { ATTEMPT_MS, browserSecret } from './attempts.change.js';
import { NothingSilent, reasonOf } from './failure.js';
import { listIdentities, viewIdentity } from './identities.access.js';
import { beginLink, unlink } from './linking.actions.js';
import { backChannelLogout, endSessionAddress } from './logout.actions.js';
import { isNavigation, isOwnNavigation } from './navigation.js';
import { begin, complete } from './openid.actions.js';
import { listProviders, loadProvider, type Provider } from './providers.js';
import { returnAddress, safePath } from './returnTo.js';

const params = z.strictObject({ provider: openidProviderId });

/** A redirect without a body. */
function redirect(response: Response, address: string): void {
  response.status(302).setHeader('Location', address);
  response.setHeader('Cache-Control', 'no-store');
  response.end();
}

/** To the start of the app: another site has made the request. */
const redirectToStart = ({ config }: Server, response: Response): void =>
  // A path: without providers there may be no PUBLIC_URL.
  redirect(response, `${basePathOf(config.PUBLIC_URL)}/`);

/** The secret of this browser; its cookie is set, or lives longer. */
function secretOf(server: Server, request: Request, response: Response): string {
  const value = browserSecret(readCookie(server, request, 'openid'));
  setCookie(server, { kind: 'openid', value, maxAge: ATTEMPT_MS }, response);
  return value;
}

/** Whether this browser may be signed in by a provider that nobody has chosen: not after signing out, and once in a visit. */
const maySilently = (server: Server, { silent }: Provider, request: Request): boolean =>
  silent && readCookie(server, request, 'noSilent') === undefined;

/** Back to the sign-in form, or to the settings, with the reason. The log has what the person is not shown. */
function redirectWithReason(
  server: Server,
  error: unknown,
  { provider, request, response }: { provider: string; request: Request; response: Response },
): void {
  // An unknown provider is no matter of a person: such an address is not made here.
  if (error instanceof AppError && error.code === 'not_found') throw error;
  const reason = reasonOf(error);
  if (reason !== 'none') logEvent(server, 'openid_refused', fromOf(request, response), { provider, reason });
  if (reason === 'invalid' || reason === 'unreachable')
    server.log.warn({ err: error, provider, reason }, 'a sign-in by a provider failed');
  // Nothing has happened: the page that was open stays so.
  const path = error instanceof NothingSilent ? error.returnTo : '/';
  redirect(response, returnAddress(server, path, { result: reason, provider }));
}

function mountList(routes: Routes): void {
  const { server } = routes;
  openRoute(
    routes,
    ['get', '/auth/openid'],
    {
      summary: 'List the providers to sign in with',
      answer: z.strictObject({ providers: z.array(openidProviderView) }),
    },
    ({ request }) => {
      const providers = listProviders(server);
      return Promise.resolve({
        providers: providers.map((one) => ({
          provider: one.id,
          name: one.name,
          ...(providers.length === 1 && maySilently(server, one, request) ? { silent: true as const } : {}),
        })),
      });
    },
  );
}

function mountSigningIn(routes: Routes): void {
  const { server } = routes;
  openRoute(
    routes,
    ['get', '/auth/openid/:provider/begin'],
    { summary: 'Go to the page of a provider to sign in', params, query: beginQuery, redirects: true },
    async ({ params: { provider }, query, request, response, limitsUsed }) => {
      if (!isOwnNavigation(request)) return redirectToStart(server, response);
      try {
        const secret = secretOf(server, request, response);
        const origin = originOf(server, { request, response, limitsUsed });
        const { returnTo, inviteCode } = query;
        const again = query.again !== undefined;
        const silent = query.silent !== undefined;
        if (silent && !maySilently(server, loadProvider(server, provider), request))
          throw new NothingSilent(safePath(returnTo));
        // Once until the browser is closed: two that send each other people must not do so for ever.
        if (silent) setCookie(server, { kind: 'noSilent', value: 'tried' }, response);
        const asked = { secret, origin, returnTo, inviteCode, again, silent };
        redirect(response, await begin(server, provider, asked));
      } catch (error) {
        redirectWithReason(server, error, { provider, request, response });
      }
    },
  );

  openRoute(
    routes,
    ['get', '/auth/openid/:provider/callback'],
    { summary: 'Return from the page of a provider', params, redirects: true, secret: true },
    async ({ params: { provider }, request, response, limitsUsed }) => {
      // The provider is another site.
      if (!isNavigation(request)) return redirectToStart(server, response);
      try {
        const { granted, returnTo, signsOut } = await complete(server, provider, {
          query: request.originalUrl.split('?')[1] ?? '',
          secret: readCookie(server, request, 'openid'),
          origin: originOf(server, { request, response, limitsUsed }),
        });
        // The cookie of the attempt stays: another tab may be signing in, too. That of the device is strict and did not come along: a new one
        // would replace it.
        if (granted) answerSession(server, granted, response, { newDevice: false });
        // Signing in by the provider cancels an earlier sign-out.
        if (granted) clearCookie(server, 'noSilent', response);
        const result = granted ? 'signed-in' : 'connected';
        redirect(response, returnAddress(server, returnTo, { result, provider, signsOut }));
      } catch (error) {
        redirectWithReason(server, error, { provider, request, response });
      }
    },
  );
}

function mountSigningOut(routes: Routes): void {
  const { server } = routes;
  openRoute(
    routes,
    ['get', '/auth/openid/:provider/logout'],
    { summary: 'Go to the page of a provider to sign out there', params, redirects: true },
    async ({ params: { provider }, request, response, limitsUsed }) => {
      if (!isOwnNavigation(request)) return redirectToStart(server, response);
      try {
        const origin = { ...fromOf(request, response), limitsUsed };
        const address = await endSessionAddress(server, provider, origin);
        redirect(response, address ?? publicAddress(server.config.PUBLIC_URL, '/'));
      } catch (error) {
        redirectWithReason(server, error, { provider, request, response });
      }
    },
  );

  openRoute(
    routes,
    ['post', '/auth/openid/:provider/logout'],
    {
      summary: 'End the sessions that a provider has ended (back-channel logout)',
      params,
      body: backChannelInput,
      anyType: true,
      plain: true,
      secret: true,
    },
    async ({ params: { provider }, body, request, response }) => {
      await backChannelLogout(server, provider, {
        token: body.logout_token,
        from: fromOf(request, response),
      });
      response.type('text/plain').send('ok');
    },
  );
}

/** The providers that are connected to one's account. */
function mountIdentities(routes: Routes): void {
  const { server } = routes;
  route(
    routes,
    ['post', '/auth/openid/:provider/link'],
    {
      summary: 'Begin to connect a provider to your account',
      personal: true,
      proof: true,
      params,
      body: beginQuery.pick({ returnTo: true }),
      answer: redirectView,
    },
    async (actor, { params: { provider }, body, request, response, limitsUsed }) => {
      const secret = secretOf(server, request, response);
      const origin = originOf(server, { request, response, limitsUsed });
      return { url: await beginLink(actor, provider, { secret, origin, returnTo: body.returnTo }) };
    },
  );

  route(
    routes,
    ['get', '/me/identities'],
    {
      summary: 'List the providers that are connected to your account',
      answer: z.strictObject({ identities: z.array(identityView) }),
      personal: true,
    },
    async (actor) => ({
      identities: (await listIdentities(server, actor.userId)).map((one) => viewIdentity(server, one)),
    }),
  );

  route(
    routes,
    ['delete', '/me/identities/:identityId'],
    {
      summary: 'Disconnect a provider from your account',
      personal: true,
      proof: true,
      params: z.strictObject({ identityId: objectId }),
    },
    (actor, { params: { identityId } }) => unlink(actor, identityId),
  );
}

export function mountOpenid(routes: Routes): void {
  mountList(routes);
  mountSigningIn(routes);
  mountSigningOut(routes);
  mountIdentities(routes);
}
