import { objectId } from '@parley/shared/ids';
import {
  forgotPasswordInput,
  openResetInput,
  resetAccountView,
  resetLinkView,
  resetPasswordInput,
} from '@parley/shared/recovery';
import { z } from 'zod';
import { addressKey } from '../../platform/addressKey.js';
import { openRoute, route, type Routes } from '../../platform/http.js';
import { createResetLink, forgotPassword, resetPassword, showReset } from './recovery.actions.js';

export function mountRecovery(routes: Routes): void {
  const { server } = routes;
  openRoute(
    routes,
    ['post', '/auth/forgot-password'],
    {
      summary: 'Have a link for a new password sent to you; the answer is the same for every address',
      body: forgotPasswordInput,
    },
    ({ body, request, limitsUsed }) =>
      forgotPassword(server, body, { address: addressKey(request.ip), limitsUsed }),
  );
  openRoute(
    routes,
    ['post', '/auth/reset-link'],
    {
      summary: 'Read whose link for a new password it is',
      answer: resetAccountView,
      body: openResetInput,
      secret: true,
    },
    ({ body }) => showReset(server, body.token),
  );
  openRoute(
    routes,
    ['post', '/auth/reset-password'],
    {
      summary: 'Set a new password by a link; then sign in with it',
      answer: resetAccountView,
      body: resetPasswordInput,
      secret: true,
    },
    ({ body }) => resetPassword(server, body),
  );
  route(
    routes,
    ['post', '/users/:userId/reset-link'],
    {
      summary: 'Make a one-time link with which somebody sets a new password',
      answer: resetLinkView,
      params: z.strictObject({ userId: objectId }),
      proof: true,
      status: 201,
    },
    (actor, { params }) => createResetLink(actor, params.userId),
  );
}
