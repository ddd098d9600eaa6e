import { objectId } from '@parley/shared/ids';
import { newcomersView } from '@parley/shared/moderation/newcomers';
import { signedIn } from '@parley/shared/sessions';
import { z } from 'zod';
import { openRoute, route, type Routes } from '../../platform/http.js';
import { answerSession, originOf } from '../sessions/sessions.actions.js';
import { enterApproved } from './entering.actions.js';
import { approveNewcomer, declineNewcomer, endBrake, listNewcomers } from './newcomers.actions.js';

const params = z.strictObject({ userId: objectId });

export function mountNewcomers(routes: Routes): void {
  const { server } = routes;
  openRoute(
    routes,
    ['post', '/auth/waiting'],
    {
      summary: 'Sign in by the ticket of an account that waits, once it is approved; 403 until then',
      answer: signedIn,
      body: z.strictObject({ ticket: z.string().min(1).max(1000) }),
      secret: true,
    },
    async ({ body, request, response, limitsUsed }) =>
      answerSession(
        server,
        await enterApproved(server, body.ticket, originOf(server, { request, response, limitsUsed })),
        response,
      ),
  );
  route(
    routes,
    ['get', '/moderation/newcomers'],
    {
      summary: 'List the accounts that wait for approval, and the brake',
      scope: 'admin',
      query: z.strictObject({ after: objectId.optional() }),
      answer: newcomersView,
    },
    (actor, { query }) => listNewcomers(actor, query.after),
  );
  route(
    routes,
    ['post', '/moderation/newcomers/:userId/approve'],
    { summary: 'Approve an account that waits', scope: 'admin', params },
    (actor, { params: { userId } }) => approveNewcomer(actor, userId),
  );
  route(
    routes,
    ['post', '/moderation/newcomers/:userId/decline'],
    { summary: 'Decline an account that waits: it is deleted', scope: 'admin', params },
    (actor, { params: { userId } }) => declineNewcomer(actor, userId),
  );
  route(
    routes,
    ['delete', '/moderation/brake'],
    { summary: 'End the brake on new accounts', scope: 'admin' },
    (actor) => endBrake(actor),
  );
}
