import { defineFeature } from '../../platform/feature.js';
import { listMergedInto } from './merging.access.js';
import { MERGE_JOB, runMerges } from './merging.job.js';
import { mountMerging } from './merging.routes.js';

/** Merging two accounts of the same person (decision 065). */
export const merging = defineFeature({
  name: 'merging',
  routes: mountMerging,
  ownData: async ({ server, userId }) => ({ mergedAccounts: await listMergedInto(server, userId) }),
  // Continues what a stop or a crash has interrupted.
  jobs: [{ name: MERGE_JOB, everyMs: () => 60_000, runs: 'cluster', atStart: true, run: runMerges }],
});
