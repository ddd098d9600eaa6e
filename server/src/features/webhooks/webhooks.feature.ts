import { defineFeature } from '../../platform/feature.js';
import { mountAnyWebhooks } from './anyWebhooks.routes.js';
import { listWebhooksOf, removeWebhooksOf } from './webhooks.actions.js';
import { endWebhooksOf } from './webhooks.end.js';
import { webhooksMigrations } from './webhooks.migrations.js';
import { mountWebhooks } from './webhooks.routes.js';
import { webhooksSettings } from './webhooks.settings.js';

export const webhooks = defineFeature({
  name: 'webhooks',
  ownData: async ({ server, userId }) => ({ webhooks: await listWebhooksOf(server, userId) }),
  settings: { heading: 'Messages', shape: webhooksSettings },
  migrations: webhooksMigrations,
  routes(routes) {
    mountWebhooks(routes);
    mountAnyWebhooks(routes);
  },
  headings: { hooks: 'Webhooks' },
  listen: (bus, server) => {
    bus.on('rights.lost', (loss) => endWebhooksOf(server, loss));
    bus.on('person.erased', ({ userId }) => removeWebhooksOf(server, userId));
  },
});
