import {
  signInLinkAccount,
  signInLinkInput,
  signInLinksView,
  useSignInLinkInput,
} from '@parley/shared/signInLinks';
import { signedIn } from '@parley/shared/sessions';
import { addressKey } from '../../platform/addressKey.js';
import { openRoute, type Routes } from '../../platform/http.js';
import { answerSession, originOf } from '../sessions/cookies.change.js';
import { requestLink, showLink, useLink } from './signInLinks.actions.js';
import { linkAddressLimit } from './signInLinks.limits.js';
import { areLinksOn } from './signInLinks.live.js';

export function mountSignInLinks(routes: Routes): void {
  const { server } = routes;
  openRoute(
    routes,
    ['get', '/auth/sign-in-link'],
    { summary: 'Whether people can have a link sent to sign in with', answer: signInLinksView },
    () => Promise.resolve({ enabled: areLinksOn(server) }),
  );
  openRoute(
    routes,
    ['post', '/auth/sign-in-link'],
    {
      summary: 'Have a link sent to you to sign in with; the answer is the same for every address',
      body: signInLinkInput,
    },
    ({ body, request, response, limitsUsed }) =>
      requestLink(server, body, originOf(server, { request, response, limitsUsed })),
  );
  openRoute(
    routes,
    ['post', '/auth/sign-in-link/show'],
    {
      summary: 'Read whose account a link signs in to',
      answer: signInLinkAccount,
      body: useSignInLinkInput,
      secret: true,
    },
    async ({ body, request, limitsUsed }) => {
      await server.limits.take(linkAddressLimit, addressKey(request.ip), limitsUsed);
      return await showLink(server, body.token);
    },
  );
  openRoute(
    routes,
    ['post', '/auth/sign-in-link/use'],
    { summary: 'Sign in by a link, once', answer: signedIn, body: useSignInLinkInput, secret: true },
    async ({ body, request, response, limitsUsed }) => {
      await server.limits.take(linkAddressLimit, addressKey(request.ip), limitsUsed);
      const origin = originOf(server, { request, response, limitsUsed });
      return answerSession(server, await useLink(server, body.token, origin), response);
    },
  );
}
