import { defineFeature } from '../../platform/feature.js';
import { retentionJobs } from './retention.jobs.js';
import { retentionLive } from './retention.live.js';
import { mountRetention } from './retention.routes.js';

export const retention = defineFeature({
  name: 'retention',
  live: [retentionLive],
  routes: mountRetention,
  headings: { retention: 'Retention', holds: 'Retention' },
  jobs: retentionJobs,
});
