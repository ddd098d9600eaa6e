import { objectId } from '@parley/shared/ids';
import { heldView, wordFilterView } from '@parley/shared/moderation/wordFilter';
import { z } from 'zod';
import { route, type Routes } from '../../platform/http.js';
import { approveHeld, listHeld, listWords, refuseHeld, replaceWords } from './wordFilter.actions.js';

const heldParams = z.strictObject({ heldId: objectId });

export function mountWordFilter(routes: Routes): void {
  route(
    routes,
    ['get', '/moderation/words'],
    { summary: 'Read the word filter', scope: 'admin', answer: wordFilterView },
    (actor) => listWords(actor),
  );
  route(
    routes,
    ['put', '/moderation/words'],
    {
      summary: 'Replace the word filter; `version` is the one that was read',
      scope: 'admin',
      body: wordFilterView,
      answer: wordFilterView,
    },
    (actor, { body }) => replaceWords(actor, body),
  );
  route(
    routes,
    ['get', '/moderation/held'],
    {
      summary: 'List the messages that wait for a moderator',
      scope: 'admin',
      answer: z.strictObject({ held: z.array(heldView) }),
    },
    async (actor) => ({ held: await listHeld(actor) }),
  );
  route(
    routes,
    ['post', '/moderation/held/:heldId/approve'],
    { summary: 'Send a message that waits', scope: 'admin', params: heldParams },
    (actor, { params }) => approveHeld(actor, params.heldId),
  );
  route(
    routes,
    ['post', '/moderation/held/:heldId/refuse'],
    { summary: 'Refuse a message that waits', scope: 'admin', params: heldParams },
    (actor, { params }) => refuseHeld(actor, params.heldId),
  );
}
