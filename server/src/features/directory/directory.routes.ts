import { directorySignInInput, directorySignInView, directoryTestView } from '@parley/shared/directorySignIn';
import { signedIn } from '@parley/shared/sessions';
import { openRoute, route, type Routes } from '../../platform/http.js';
import { answerSession, originOf } from '../sessions/cookies.change.js';
import { isDirectoryOn, signInByDirectory, testDirectory } from './directory.actions.js';

export function mountDirectory(routes: Routes): void {
  const { server } = routes;
  openRoute(
    routes,
    ['get', '/auth/directory'],
    { summary: 'Whether people can sign in by a directory (LDAP)', answer: directorySignInView },
    () => Promise.resolve({ enabled: isDirectoryOn(server) }),
  );
  openRoute(
    routes,
    ['post', '/auth/directory'],
    { summary: 'Sign in by the directory', answer: signedIn, body: directorySignInInput, secret: true },
    async ({ body, request, response, limitsUsed }) => {
      const origin = originOf(server, { request, response, limitsUsed });
      return answerSession(server, await signInByDirectory(server, body, origin), response);
    },
  );
  route(
    routes,
    ['post', '/directory/test'],
    { summary: 'Test the directory, step by step', answer: directoryTestView, scope: 'admin' },
    (actor) => testDirectory(actor),
  );
}
