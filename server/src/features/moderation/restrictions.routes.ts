import { objectId } from '@parley/shared/ids';
import { addressBanView, banInput, muteInput, restrictedView } from '@parley/shared/moderation/moderation';
import { z } from 'zod';
import { route, type Routes } from '../../platform/http.js';
import { dismissNotice, listRestricted } from '../users/restrictions.change.js';
import { viewRestricted } from '../users/restrictions.view.js';
import { requireWorkspace } from '../workspace/workspace.access.js';
import { endAddressBan, listAddressBans } from './addressBans.access.js';
import { banPerson, mutePerson, unbanPerson, unmutePerson } from './punishing.actions.js';

const userParams = z.strictObject({ userId: objectId });

/** Mutes and bans without a report, and their ends. */
export function mountRestrictions(routes: Routes): void {
  route(
    routes,
    ['get', '/moderation/restricted'],
    {
      summary: 'List who is muted or banned, and the banned addresses',
      scope: 'admin',
      answer: z.strictObject({ people: z.array(restrictedView), addresses: z.array(addressBanView) }),
    },
    async (actor) => {
      requireWorkspace(actor, 'moderate');
      const [people, addresses] = await Promise.all([listRestricted(actor.server), listAddressBans(actor)]);
      return { people: people.map(viewRestricted), addresses };
    },
  );
  route(
    routes,
    ['put', '/users/:userId/mute'],
    {
      summary: 'Mute somebody in a room or the workspace until a time',
      scope: 'admin',
      params: userParams,
      body: muteInput,
    },
    (actor, { params, body }) => mutePerson(actor, params.userId, body),
  );
  route(
    routes,
    ['delete', '/users/:userId/mute'],
    {
      summary: 'End a mute',
      scope: 'admin',
      params: userParams,
      query: z.strictObject({ roomId: objectId.optional() }),
    },
    (actor, { params, query }) => unmutePerson(actor, params.userId, query.roomId),
  );
  mountBans(routes);
}

function mountBans(routes: Routes): void {
  route(
    routes,
    ['put', '/users/:userId/ban'],
    {
      summary: 'Ban somebody; all their sessions and tokens end at once',
      scope: 'admin',
      params: userParams,
      body: banInput,
    },
    (actor, { params, body }) => banPerson(actor, params.userId, body),
  );
  route(
    routes,
    ['delete', '/users/:userId/ban'],
    { summary: 'End a ban', params: userParams, proof: true },
    (actor, { params }) => unbanPerson(actor, params.userId),
  );
  route(
    routes,
    ['delete', '/moderation/addresses/:addressBanId'],
    {
      summary: 'End the ban of an address',
      params: z.strictObject({ addressBanId: objectId }),
      proof: true,
    },
    (actor, { params }) => endAddressBan(actor, params.addressBanId),
  );
  route(
    routes,
    ['delete', '/me/notices/:noticeId'],
    { summary: 'Dismiss a notice', params: z.strictObject({ noticeId: objectId }) },
    (actor, { params }) => dismissNotice(actor.server, actor.userId, params.noticeId),
  );
}
