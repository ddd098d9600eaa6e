import { z } from 'zod';
import { accessTokenView } from './accessTokens.js';
import { objectId } from './ids.js';

/** Webhooks or tokens of one page. */
export const INTEGRATIONS_PAGE = 50;

export const integrationsQuery = z.strictObject({
  /** The last one of the page before. */
  before: objectId.optional(),
});
export type IntegrationsQuery = z.infer<typeof integrationsQuery>;

const owner = z.strictObject({ userId: objectId, displayName: z.string() });

/** A webhook, as those see it who run the workspace. */
const anyWebhookView = z
  .strictObject({
    webhookId: objectId,
    /** Null, as the room's name, where it posts to a private room that the reader is not in. */
    name: z.string().nullable(),
    roomId: objectId,
    roomName: z.string().nullable(),
    madeBy: owner,
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'AnyWebhook' });
export type AnyWebhookView = z.infer<typeof anyWebhookView>;

export const anyWebhookPage = z.strictObject({
  webhooks: z.array(anyWebhookView),
  /** `before` of the next page; null at the end. */
  next: objectId.nullable(),
});

/** Somebody's access token, as those see it who run the workspace. */
const anyTokenView = accessTokenView
  .extend({
    owner,
    /** Whether the reader may revoke it: only owners revoke those of owners and admins. */
    mayRevoke: z.boolean(),
  })
  .meta({ id: 'AnyAccessToken' });
export type AnyTokenView = z.infer<typeof anyTokenView>;

export const anyTokenPage = z.strictObject({
  tokens: z.array(anyTokenView),
  next: objectId.nullable(),
});
