import { objectId } from '@parley/shared/ids';
import { anyWebhookPage, integrationsQuery } from '@parley/shared/integrations';
import { z } from 'zod';
import { route, type Routes } from '../../platform/http.js';
import { listAnyWebhooks, removeAnyWebhook } from './anyWebhooks.actions.js';

export function mountAnyWebhooks(routes: Routes): void {
  route(
    routes,
    ['get', '/admin/webhooks'],
    {
      summary: 'List the webhooks of all rooms, the newest first: of private rooms without names',
      scope: 'admin',
      query: integrationsQuery,
      answer: anyWebhookPage,
    },
    (actor, { query }) => listAnyWebhooks(actor, query),
  );
  route(
    routes,
    ['delete', '/admin/webhooks/:webhookId'],
    {
      summary: 'Remove any webhook',
      scope: 'admin',
      params: z.strictObject({ webhookId: objectId }),
    },
    (actor, { params }) => removeAnyWebhook(actor, params.webhookId),
  );
}
