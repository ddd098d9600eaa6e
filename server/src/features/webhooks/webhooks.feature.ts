import { defineFeature } from '../../platform/feature.js';
import { endWebhooksOf } from './webhooks.end.js';
import { webhooksMigrations } from './webhooks.migrations.js';
import { mountWebhooks } from './webhooks.routes.js';

export const webhooks = defineFeature({
  name: 'webhooks',
  migrations: webhooksMigrations,
  routes: mountWebhooks,
  headings: { hooks: 'Webhooks' },
  listen: (bus, server) => bus.on('rights.lost', (loss) => endWebhooksOf(server, loss)),
});
