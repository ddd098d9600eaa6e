import { userView } from '@parley/shared/users';
import { objectId } from '@parley/shared/ids';
import {
  createInviteInput,
  invitationView,
  inviteCode,
  inviteView,
  mailInviteInput,
  updatePersonInput,
  updateWorkspaceInput,
  workspaceView,
} from '@parley/shared/workspace';
import { z } from 'zod';
import { openRoute, route, type Routes } from '../../platform/http.js';
import { requireRight } from '../roles/roles.access.js';
import { mailInvite, testMail } from './mail.actions.js';
import { listInvites } from './workspace.access.js';
import {
  createInvite,
  revokeInvite,
  showInvitation,
  updatePerson,
  updateWorkspace,
  viewInvite,
  viewWorkspace,
} from './workspace.actions.js';

const inviteParams = z.strictObject({ inviteId: objectId });

export function mountWorkspace(routes: Routes): void {
  mountItself(routes);
  mountInvites(routes);
  mountRoles(routes);
}

/** The workspace's settings. */
function mountItself(routes: Routes): void {
  openRoute(
    routes,
    ['get', '/workspace'],
    { summary: 'Read what the workspace is called and who may join', answer: workspaceView },
    () => viewWorkspace(routes.server),
  );
  route(
    routes,
    ['patch', '/workspace'],
    { summary: 'Change the workspace', answer: workspaceView, body: updateWorkspaceInput, proof: true },
    (actor, { body }) => updateWorkspace(actor, body),
  );
}

/** Invitations, and the mails for them. */
function mountInvites(routes: Routes): void {
  openRoute(
    routes,
    ['get', '/invitations/:code'],
    { summary: 'Read an invitation', answer: invitationView, params: z.strictObject({ code: inviteCode }) },
    ({ params }) => showInvitation(routes.server, params.code),
  );
  route(
    routes,
    ['get', '/invites'],
    {
      summary: 'List the invitations that are out',
      scope: 'admin',
      answer: z.strictObject({ invites: z.array(inviteView) }),
    },
    async (actor) => {
      await requireRight(actor, 'invite');
      return { invites: (await listInvites(actor.server)).map(viewInvite) };
    },
  );
  route(
    routes,
    ['post', '/invites'],
    { summary: 'Make an invitation', answer: inviteView, body: createInviteInput, status: 201, proof: true },
    (actor, { body }) => createInvite(actor, body),
  );
  route(
    routes,
    ['delete', '/invites/:inviteId'],
    { summary: 'Take an invitation back', scope: 'admin', params: inviteParams },
    (actor, { params }) => revokeInvite(actor, params.inviteId),
  );
  route(
    routes,
    ['post', '/invites/:inviteId/mail'],
    {
      summary: 'Send an invitation by e-mail',
      params: inviteParams,
      body: mailInviteInput,
      proof: true,
    },
    (actor, { params, body }) => mailInvite(actor, params.inviteId, body.email),
  );
  route(
    routes,
    ['post', '/workspace/test-mail'],
    { summary: 'Send yourself a letter to try the mail server', scope: 'admin' },
    (actor) => testMail(actor),
  );
}

function mountRoles(routes: Routes): void {
  route(
    routes,
    ['patch', '/users/:userId'],
    {
      summary: 'Change somebody’s role, deactivate or restore them',
      scope: 'admin',
      proof: 'To change a role or restore somebody.',
      answer: userView,
      params: z.strictObject({ userId: objectId }),
      body: updatePersonInput,
    },
    (actor, { params, body }) => updatePerson(actor, params.userId, body),
  );
}
