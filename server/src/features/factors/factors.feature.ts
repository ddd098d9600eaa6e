import { readFactors } from './factors.actions.js';
import { defineFeature } from '../../platform/feature.js';
import { removeAllOf } from './factors.change.js';
import { enforceDuties } from './factors.duties.js';
import { secondFactorSection } from './factors.live.js';
import { mountFactors } from './factors.routes.js';
import { factorsSettings } from './factors.settings.js';
import { isFactorNeeded, secondStepOf } from './factors.signIn.js';

/** How late after the days of grace a session ends. */
const MINUTE_MS = 60_000;

export const factors = defineFeature({
  name: 'factors',
  ownData: async (actor) => ({ secondFactors: await readFactors(actor) }),
  settings: { heading: 'Signing in', shape: factorsSettings },
  live: [secondFactorSection],
  routes: mountFactors,
  headings: {
    factors: 'Second factor',
    passkey: 'Second factor',
    passkeys: 'Second factor',
    enrol: 'Second factor',
    'second-step': 'Signing in',
  },
  jobs: [
    {
      name: 'factors.enforce',
      everyMs: () => MINUTE_MS,
      runs: 'cluster',
      run: ({ server }) => enforceDuties(server),
    },
  ],
  listen: (bus, server) => {
    bus.answer('sessions.secondStep', (request) => secondStepOf(server, request));
    bus.answer('sessions.factorNeeded', ({ user }) => isFactorNeeded(server, user));
    bus.on('settings.changed', async ({ section }) => {
      if (section === secondFactorSection.name) await server.jobs.runNow('factors.enforce');
    });
    bus.on('person.erased', async ({ userId }) => await removeAllOf(server, userId));
  },
});
