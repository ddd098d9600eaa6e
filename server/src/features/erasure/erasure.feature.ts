import { defineFeature } from '../../platform/feature.js';
import { readDeparture, removeDeparture, runDepartures } from './departures.actions.js';
import { ERASE_JOB, runErasures } from './erasure.job.js';
import { departureLive } from './erasure.live.js';
import { mountErasure } from './erasure.routes.js';

export const erasure = defineFeature({
  name: 'erasure',
  live: [departureLive],
  routes: mountErasure,
  ownData: async (actor) => ({ deletionOfAccount: await readDeparture(actor) }),
  listen: (bus, server) => bus.on('person.erased', ({ userId }) => removeDeparture(server, userId)),
  jobs: [
    // Continues what a stop or a crash has interrupted.
    { name: ERASE_JOB, everyMs: () => 60_000, runs: 'cluster', atStart: true, run: runErasures },
    {
      name: 'erasure.departures',
      everyMs: () => 10 * 60_000,
      runs: 'cluster',
      atStart: true,
      run: runDepartures,
    },
  ],
});
