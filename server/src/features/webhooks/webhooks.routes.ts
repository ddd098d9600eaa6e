import { invalidField } from '@parley/shared/errors';
import { clientId, objectId } from '@parley/shared/ids';
import { createdWebhook, createWebhookInput, webhookView } from '@parley/shared/webhooks';
import { z } from 'zod';
import { requireHarmless } from '../../platform/harmless.js';
import { openRoute, route, type Routes } from '../../platform/http.js';
import { slackMessage } from './slack.js';
import { admitCall, createWebhook, listWebhooks, receiveWebhook, removeWebhook } from './webhooks.actions.js';

const hookParams = z.strictObject({ webhookId: objectId, secret: z.string().min(1).max(100) });
const roomParams = z.strictObject({ roomId: objectId });

function parsePayload(payload: string): unknown {
  try {
    return JSON.parse(payload) as unknown;
  } catch {
    throw invalidField('payload', 'is not valid JSON');
  }
}

/** The older form of Slack's webhooks: a form whose field `payload` holds the JSON. */
const slackBody = z.preprocess((body) => {
  const payload = (body as { payload?: unknown } | undefined)?.payload;
  if (typeof payload !== 'string') return body;
  const parsed = parsePayload(payload);
  requireHarmless(parsed);
  return parsed;
}, slackMessage);

export function mountWebhooks(routes: Routes): void {
  const { server } = routes;
  route(
    routes,
    ['get', '/rooms/:roomId/webhooks'],
    {
      summary: 'List the webhooks of a room',
      params: roomParams,
      answer: z.strictObject({ webhooks: z.array(webhookView) }),
    },
    async (actor, { params }) => ({ webhooks: await listWebhooks(actor, params.roomId) }),
  );
  route(
    routes,
    ['post', '/rooms/:roomId/webhooks'],
    {
      summary: 'Make an incoming webhook',
      params: roomParams,
      body: createWebhookInput,
      answer: createdWebhook,
      status: 201,
    },
    (actor, { params, body }) => createWebhook(actor, params.roomId, body),
  );
  route(
    routes,
    ['delete', '/webhooks/:webhookId'],
    { summary: 'Remove a webhook', params: z.strictObject({ webhookId: objectId }) },
    (actor, { params }) => removeWebhook(actor, params.webhookId),
  );
  openRoute(
    routes,
    ['post', '/hooks/:webhookId/:secret'],
    {
      summary: 'Say something through a webhook, in Slack’s form',
      params: hookParams,
      body: slackBody,
      forms: true,
      plain: true,
      guard: ({ request, limitsUsed, refusedAs }) =>
        admitCall(server, { ...hookParams.parse(request.params), limitsUsed, refusedAs }),
    },
    async ({ params, body, request, response }) => {
      const key = clientId.safeParse(request.get('idempotency-key') ?? crypto.randomUUID());
      if (!key.success) throw invalidField('Idempotency-Key', 'must be a UUID');
      await receiveWebhook(server, { ...params, clientId: key.data }, body);
      // What Slack answers, and what programs written for it look for.
      response.type('text/plain').send('ok');
    },
  );
}
