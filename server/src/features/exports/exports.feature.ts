import { defineFeature } from '../../platform/feature.js';
import { removeExportsOf } from './exports.change.js';
import { exportJobs } from './exports.jobs.js';
import { exportsLive } from './exports.live.js';
import { mountExports } from './exports.routes.js';

export const exports = defineFeature({
  name: 'exports',
  live: [exportsLive],
  routes: mountExports,
  headings: { exports: 'Exports' },
  jobs: exportJobs,
  listen: (bus, server) => bus.on('person.erased', ({ userId }) => removeExportsOf(server, userId)),
});
