import { defineFeature } from '../../platform/feature.js';
import { eraseFromReports, moveReports } from './erasing.actions.js';
import { moderationJobs } from './moderation.jobs.js';
import { moderationLive } from './moderation.live.js';
import { mountHandling, mountReporting } from './reports.routes.js';
import { mountRestrictions } from './restrictions.routes.js';

export const moderation = defineFeature({
  name: 'moderation',
  live: [moderationLive],
  routes(routes) {
    mountReporting(routes);
    mountHandling(routes);
    mountRestrictions(routes);
  },
  headings: {
    reports: 'Moderation',
    moderation: 'Moderation',
    ban: 'Moderation',
    notices: 'Moderation',
  },
  jobs: moderationJobs,
  listen: (bus, server) => {
    bus.on('person.erased', ({ userId, messages }) => eraseFromReports(server, userId, messages));
    bus.on('person.merged', ({ userId, intoId }) => moveReports(server, userId, intoId));
  },
});
