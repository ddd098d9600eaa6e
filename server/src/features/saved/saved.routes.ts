import { objectId } from '@parley/shared/ids';
import { limits } from '@parley/shared/limits';
import { messageView } from '@parley/shared/messages';
import { z } from 'zod';
import { route, type Routes } from '../../platform/http.js';
import { readSaved, setSaved } from './saved.actions.js';

const params = z.strictObject({ messageId: objectId });

export function mountSaved(routes: Routes): void {
  route(
    routes,
    ['get', '/me/saved'],
    {
      summary: 'Read what you have saved, newest first',
      query: z.strictObject({
        before: objectId.optional(),
        limit: z.coerce.number().int().min(1).max(limits.page).default(limits.pageDefault),
      }),
      answer: z.strictObject({
        messages: z.array(messageView),
        next: objectId.nullable().meta({ description: 'Give it as `before` for the next page.' }),
      }),
    },
    (actor, { query }) => readSaved(actor, query),
  );
  route(
    routes,
    ['put', '/me/saved/:messageId'],
    { summary: 'Save a message for yourself', params },
    (actor, input) => setSaved(actor, input.params.messageId, true),
  );
  route(
    routes,
    ['delete', '/me/saved/:messageId'],
    { summary: 'Let a saved message go', params },
    (actor, input) => setSaved(actor, input.params.messageId, false),
  );
}
