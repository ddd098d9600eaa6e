import { defineFeature } from '../../platform/feature.js';
import { ERASE_JOB, runErasures } from './erasure.job.js';
import { mountErasure } from './erasure.routes.js';

export const erasure = defineFeature({
  name: 'erasure',
  routes: mountErasure,
  jobs: [
    // Continues what a stop or a crash has interrupted.
    { name: ERASE_JOB, everyMs: () => 60_000, runs: 'cluster', atStart: true, run: runErasures },
  ],
});
