import { objectId } from '@parley/shared/ids';
import { z } from 'zod';
import { route, type Routes } from '../../platform/http.js';
import { blockPerson, unblockPerson } from './blocks.actions.js';

const params = z.strictObject({ userId: objectId });

/** Who is blocked is part of one's own account, `GET /me`. */
export function mountBlocks(routes: Routes): void {
  route(
    routes,
    ['put', '/me/blocked/:userId'],
    { summary: 'Block somebody: they can neither write to you directly nor call you', params },
    (actor, { params: { userId } }) => blockPerson(actor, userId),
  );
  route(
    routes,
    ['delete', '/me/blocked/:userId'],
    { summary: 'Unblock somebody', params },
    (actor, { params: { userId } }) => unblockPerson(actor, userId),
  );
}
