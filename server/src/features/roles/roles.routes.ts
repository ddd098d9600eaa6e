import { objectId } from '@parley/shared/ids';
import {
  createRoleInput,
  customRoleView,
  holder,
  inspectQuery,
  reasonView,
  rightsView,
  updateRoleInput,
  workspaceRules,
} from '@parley/shared/rights';
import { z } from 'zod';
import { route, type Routes } from '../../platform/http.js';
import { inspect } from './inspector.actions.js';
import { createRole, deleteRole, giveRole, readCustomRoles, takeRole, updateRole } from './roles.actions.js';
import { viewRights } from './roles.view.js';
import { setWorkspaceRules } from './rules.actions.js';

const roleParams = z.strictObject({ roleId: objectId });

export function mountRoles(routes: Routes): void {
  mountRules(routes);
  mountCustomRoles(routes);
  mountHolders(routes);
}

function mountRules(routes: Routes): void {
  route(
    routes,
    ['get', '/rights'],
    { summary: 'Read the rules of the workspace, and what custom roles give you', answer: rightsView },
    (actor) => viewRights(actor),
  );
  route(
    routes,
    ['put', '/rights/rules'],
    {
      summary: 'Replace the rules of the workspace: who may do what, by role',
      scope: 'admin',
      proof: true,
      body: workspaceRules,
      answer: workspaceRules,
    },
    (actor, { body }) => setWorkspaceRules(actor, body),
  );
  route(
    routes,
    ['get', '/rights/why'],
    {
      summary: 'Read why somebody may do something, or not',
      query: inspectQuery,
      answer: reasonView,
    },
    (actor, { query }) => inspect(actor, query),
  );
}

function mountCustomRoles(routes: Routes): void {
  route(
    routes,
    ['get', '/rights/roles'],
    {
      summary: 'List the custom roles, and who has them',
      scope: 'admin',
      answer: z.strictObject({ roles: z.array(customRoleView) }),
    },
    async (actor) => ({ roles: await readCustomRoles(actor) }),
  );
  route(
    routes,
    ['post', '/rights/roles'],
    {
      summary: 'Create a custom role',
      scope: 'admin',
      proof: true,
      body: createRoleInput,
      answer: customRoleView,
      status: 201,
    },
    (actor, { body }) => createRole(actor, body),
  );
  route(
    routes,
    ['patch', '/rights/roles/:roleId'],
    {
      summary: 'Change the name or the permissions of a custom role',
      scope: 'admin',
      proof: true,
      params: roleParams,
      body: updateRoleInput,
      answer: customRoleView,
    },
    (actor, { params, body }) => updateRole(actor, params.roleId, body),
  );
  route(
    routes,
    ['delete', '/rights/roles/:roleId'],
    { summary: 'Delete a custom role', scope: 'admin', params: roleParams },
    (actor, { params }) => deleteRole(actor, params.roleId),
  );
}

function mountHolders(routes: Routes): void {
  route(
    routes,
    ['post', '/rights/roles/:roleId/holders'],
    {
      summary: 'Give a custom role to a person or group, everywhere or in one room',
      scope: 'admin',
      proof: true,
      params: roleParams,
      body: holder,
      answer: customRoleView,
    },
    (actor, { params, body }) => giveRole(actor, params.roleId, body),
  );
  route(
    routes,
    ['delete', '/rights/roles/:roleId/holders/:kind/:id'],
    {
      summary: 'Take a custom role from a person or group',
      scope: 'admin',
      params: z.strictObject({ roleId: objectId, kind: z.enum(['person', 'group']), id: objectId }),
      query: z.strictObject({ roomId: objectId.optional() }),
    },
    (actor, { params: { roleId, kind, id }, query }) =>
      takeRole(actor, roleId, { kind, id, roomId: query.roomId ?? null }),
  );
}
