import { defineFeature } from '../../platform/feature.js';
import { IMPORT_JOB } from './imports.actions.js';
import { forgetImported, runImports } from './imports.jobs.js';
import { mountImports } from './imports.routes.js';
import { mountPeople } from './people.routes.js';

/** Managing accounts: the list, changes to many, how each signs in, and importing and exporting them. */
export const people = defineFeature({
  name: 'people',
  // `/people/export` before `/people/:userId`.
  routes: (routes) => {
    mountImports(routes);
    mountPeople(routes);
  },
  headings: { people: 'Managing people' },
  listen: (bus, server) => bus.on('person.erased', ({ userId }) => forgetImported(server, userId)),
  jobs: [{ name: IMPORT_JOB, everyMs: () => 60_000, runs: 'cluster', atStart: true, run: runImports }],
});
