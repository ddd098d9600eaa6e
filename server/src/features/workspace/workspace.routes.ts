import { objectId } from '@parley/shared/ids';
import {
  createInviteInput,
  inviteCode,
  updatePersonInput,
  updateWorkspaceInput,
} from '@parley/shared/workspace';
import { z } from 'zod';
import { openRoute, route, type Routes } from '../../platform/http.js';
import { listInvites, requireWorkspace } from './workspace.access.js';
import {
  createInvite,
  revokeInvite,
  showInvitation,
  updatePerson,
  updateWorkspace,
  viewInvite,
  viewWorkspace,
} from './workspace.actions.js';

export function mountWorkspace(routes: Routes): void {
  openRoute(routes, ['get', '/workspace'], {}, () => viewWorkspace(routes.server));
  route(routes, ['patch', '/workspace'], { body: updateWorkspaceInput }, (actor, { body }) =>
    updateWorkspace(actor, body),
  );
  openRoute(
    routes,
    ['get', '/invitations/:code'],
    { params: z.strictObject({ code: inviteCode }) },
    ({ params }) => showInvitation(routes.server, params.code),
  );
  route(routes, ['get', '/invites'], {}, async (actor) => {
    requireWorkspace(actor, 'invite');
    return { invites: (await listInvites(actor.server)).map(viewInvite) };
  });
  route(routes, ['post', '/invites'], { body: createInviteInput, status: 201 }, (actor, { body }) =>
    createInvite(actor, body),
  );
  route(
    routes,
    ['delete', '/invites/:inviteId'],
    { params: z.strictObject({ inviteId: objectId }) },
    (actor, { params }) => revokeInvite(actor, params.inviteId),
  );
  route(
    routes,
    ['patch', '/users/:userId'],
    { params: z.strictObject({ userId: objectId }), body: updatePersonInput },
    (actor, { params, body }) => updatePerson(actor, params.userId, body),
  );
}
