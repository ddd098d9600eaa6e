import { draftView } from '@parley/shared/drafts';
import { objectId } from '@parley/shared/ids';
import { caption } from '@parley/shared/messages';
import { z } from 'zod';
import { route, type Routes } from '../../platform/http.js';
import { listDrafts, setDraft } from './drafts.actions.js';

export function mountDrafts(routes: Routes): void {
  route(
    routes,
    ['get', '/me/drafts'],
    { summary: 'Read what you have half written', answer: z.strictObject({ drafts: z.array(draftView) }) },
    async (actor) => ({ drafts: await listDrafts(actor) }),
  );
  route(
    routes,
    ['put', '/rooms/:roomId/draft'],
    {
      summary: 'Keep what you have half written in a room; empty lets it go',
      params: z.strictObject({ roomId: objectId }),
      body: z.strictObject({ text: caption }),
      answer: draftView,
    },
    (actor, { params, body }) => setDraft(actor, params.roomId, body.text),
  );
}
