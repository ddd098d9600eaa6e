import { defineFeature } from '../../platform/feature.js';
import { isMessageHeld, listHoldsBy } from './retention.access.js';
import { RETAIN_JOB, retentionJobs } from './retention.jobs.js';
import { retentionLive } from './retention.live.js';
import { mountRetention } from './retention.routes.js';
import { retentionSettings } from './retention.settings.js';

export const retention = defineFeature({
  name: 'retention',
  settings: { heading: 'Messages', shape: retentionSettings },
  live: [retentionLive],
  routes: mountRetention,
  headings: { retention: 'Retention', holds: 'Retention' },
  jobs: retentionJobs,
  // Who began a hold stays in it: it is a record of the workspace, and an erased account has no name.
  ownData: async ({ server, userId }) => ({ legalHolds: await listHoldsBy(server, userId) }),
  listen(bus, server) {
    bus.answer('message.held', (message) => isMessageHeld(server, message));
    // Its hours of grace begin now, not with the next run.
    bus.on('settings.changed', ({ section }) => {
      if (section === retentionLive.name) void server.jobs.runNow(RETAIN_JOB);
    });
  },
});
