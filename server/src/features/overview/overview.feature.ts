import { defineFeature } from '../../platform/feature.js';
import { mountJobs } from './jobs.routes.js';
import { overviewJobs } from './overview.jobs.js';
import { mountOverview } from './overview.routes.js';
import { mountManagedRooms } from './rooms.routes.js';
import { mountStorage } from './storage.routes.js';

export const overview = defineFeature({
  name: 'overview',
  routes(routes) {
    mountOverview(routes);
    mountJobs(routes);
    mountManagedRooms(routes);
    mountStorage(routes);
  },
  headings: { admin: 'Administration' },
  jobs: overviewJobs,
});
