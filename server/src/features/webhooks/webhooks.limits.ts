import type { Limit } from '../../platform/rateLimit.js';

/** Calls of one webhook. */
export const webhookLimit: Limit = {
  name: 'webhook',
  bounds: (config) => [config.WEBHOOK_CALLS_PER_MINUTE, 60],
};

/** Each webhook leaves an account that is published to everybody, also when it is removed. */
export const makeWebhookLimit: Limit = { name: 'makeWebhook', bounds: () => [60, 3600] };
