import { invalidField } from '@parley/shared/faults';
import { clientId, objectId } from '@parley/shared/ids';
import { createdWebhook, createWebhookInput, webhookView } from '@parley/shared/webhooks';
import { z } from 'zod';
import { openRoute, route, type Routes } from '../../platform/http.js';
import { textOfNative } from './native/native.js';
import { cutToMessage, textOfSlack } from './slack.js';
import { slackMessage } from './slack.schema.js';
import { admitCall, createWebhook, listWebhooks, receiveWebhook, removeWebhook } from './webhooks.actions.js';

const hookParams = z.strictObject({ webhookId: objectId, secret: z.string().min(1).max(100) });
const roomParams = z.strictObject({ roomId: objectId });

/** Slack's form; bodies of other programs pass unchanged. */
const hookBody = slackMessage.loose();

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
      proof: true,
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
      summary:
        'Say something through a webhook, in the form of Slack, GitHub, GitLab, Grafana or Alertmanager',
      params: hookParams,
      body: hookBody,
      anyType: true,
      plain: true,
      guard: ({ request, limitsUsed, refusedAs }) =>
        admitCall(server, { ...hookParams.parse(request.params), limitsUsed, refusedAs }),
    },
    async ({ params, body, request, response }) => {
      const key = clientId.safeParse(request.get('idempotency-key') ?? crypto.randomUUID());
      if (!key.success) throw invalidField('Idempotency-Key', 'uuid');
      const native = textOfNative((name) => request.get(name), body);
      const text = native === undefined ? textOfSlack(body) : cutToMessage(native);
      if (native === undefined && text.trim() === '') throw invalidField('text', 'empty');
      // Most of GitHub's events post nothing; an error would make it disable the webhook.
      if (text.trim() !== '') await receiveWebhook(server, { ...params, clientId: key.data }, text);
      // Slack's response, which programs written for it check.
      response.type('text/plain').send('ok');
    },
  );
}
