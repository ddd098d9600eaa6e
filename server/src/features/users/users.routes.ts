import { objectId } from '@parley/shared/ids';
import { meView, renameInput, updateMeInput, userView } from '@parley/shared/users';
import { z } from 'zod';
import { route, type Routes } from '../../platform/http.js';
import { listUsers, loadMe, loadUser } from './users.access.js';
import { renameMe, renamePerson, updateMe } from './users.actions.js';
import { viewMe, viewUser } from './users.view.js';

export function mountUsers(routes: Routes): void {
  route(routes, ['get', '/me'], { summary: 'Read your own account', answer: meView }, async (actor) =>
    viewMe(await loadMe(actor)),
  );
  route(
    routes,
    ['patch', '/me'],
    { summary: 'Change your own account', answer: meView, body: updateMeInput },
    (actor, { body }) => updateMe(actor, body),
  );
  route(
    routes,
    ['put', '/me/username'],
    { summary: 'Change your own user name', answer: meView, body: renameInput },
    (actor, { body }) => renameMe(actor, body.username),
  );
  route(
    routes,
    ['put', '/users/:userId/username'],
    {
      summary: 'Change somebody’s user name',
      answer: userView,
      params: z.strictObject({ userId: objectId }),
      body: renameInput,
    },
    (actor, { params, body }) => renamePerson(actor, params.userId, body.username),
  );
  route(
    routes,
    ['get', '/users'],
    { summary: 'List everybody', answer: z.strictObject({ users: z.array(userView) }) },
    async (actor) => ({ users: (await listUsers(actor)).map(viewUser) }),
  );
  route(
    routes,
    ['get', '/users/:userId'],
    { summary: 'Read a person', answer: userView, params: z.strictObject({ userId: objectId }) },
    async (actor, { params }) => viewUser(await loadUser(actor, params.userId)),
  );
}
