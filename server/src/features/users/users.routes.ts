import { objectId } from '@parley/shared/ids';
import { updateMeInput } from '@parley/shared/users';
import { z } from 'zod';
import { route, type Routes } from '../../platform/http.js';
import { listUsers, loadMe, loadUser } from './users.access.js';
import { updateMe } from './users.actions.js';
import { viewMe, viewUser } from './users.view.js';

export function mountUsers(routes: Routes): void {
  route(routes, ['get', '/me'], {}, async (actor) => viewMe(await loadMe(actor)));
  route(routes, ['patch', '/me'], { body: updateMeInput }, (actor, { body }) => updateMe(actor, body));
  route(routes, ['get', '/users'], {}, async (actor) => ({ users: (await listUsers(actor)).map(viewUser) }));
  route(
    routes,
    ['get', '/users/:userId'],
    { params: z.strictObject({ userId: objectId }) },
    async (actor, { params }) => viewUser(await loadUser(actor, params.userId)),
  );
}
