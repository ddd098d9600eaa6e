import { viewMe } from './users.view.js';
import { loadMe } from './users.access.js';
import { defineFeature } from '../../platform/feature.js';
import { sweepStatuses } from './users.actions.js';
import { usersMigrations } from './users.migrations.js';
import { mountUsers } from './users.routes.js';

export const users = defineFeature({
  name: 'users',
  ownData: async (actor) => {
    const me = await loadMe(actor);
    return { profile: { ...viewMe(me), createdAt: me.createdAt.toISOString() } };
  },
  migrations: usersMigrations,
  routes: mountUsers,
  headings: { me: 'Your account', users: 'People' },
  jobs: [
    {
      name: 'users.endStatuses',
      everyMs: () => 30_000,
      runs: 'cluster',
      run: ({ server }) => sweepStatuses(server, new Date()),
    },
  ],
});
