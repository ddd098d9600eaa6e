import { z } from 'zod';
import { boundedText } from './boundedText.js';
import { objectId } from './ids.js';
import { limits } from './limits.js';

/** An address at which another program sends messages to a room. */
export const webhookView = z
  .strictObject({
    webhookId: objectId,
    roomId: objectId,
    /** The author of its messages: a separate account, which cannot sign in. */
    userId: objectId,
    name: z.string(),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Webhook' });
export type WebhookView = z.infer<typeof webhookView>;

/** The response to its creation: the only one that contains its address. */
export const createdWebhook = webhookView
  .extend({ path: z.string().meta({ example: '/api/v1/hooks/6741f0c2a9b3d4e5f6a7b8c9/Zk3…' }) })
  .meta({ id: 'CreatedWebhook' });
export type CreatedWebhook = z.infer<typeof createdWebhook>;

export const createWebhookInput = z.strictObject({
  name: boundedText(1, limits.displayName).trim().meta({ example: 'Deploys' }),
});
export type CreateWebhookInput = z.infer<typeof createWebhookInput>;
