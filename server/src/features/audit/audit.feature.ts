import { defineFeature } from '../../platform/feature.js';
import { erasePersonal } from './audit.erasing.js';
import { auditJobs } from './audit.jobs.js';
import { auditLive } from './audit.live.js';
import { closeOutput } from './audit.output.js';
import { mountAudit } from './audit.routes.js';
import { auditSettings } from './audit.settings.js';

export const audit = defineFeature({
  name: 'audit',
  settings: { heading: 'Audit log', shape: auditSettings },
  live: [auditLive],
  routes: mountAudit,
  headings: { audit: 'Audit log' },
  jobs: auditJobs,
  listen: (bus, server) => bus.on('person.erased', ({ userId }) => erasePersonal(server, userId)),
  start: (server) => () => closeOutput(server),
});
