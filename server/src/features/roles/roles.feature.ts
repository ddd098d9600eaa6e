import { defineFeature } from '../../platform/feature.js';
import { findAccount } from '../users/users.access.js';
import { dropHolder } from './roles.actions.js';
import { evictRights } from './roles.access.js';
import { mountRoles } from './roles.routes.js';

export const roles = defineFeature({
  name: 'roles',
  routes: mountRoles,
  headings: { rights: 'Roles and permissions' },
  listen: (bus, server) => {
    server.nodes.onMessage(({ kind }) => {
      if (kind === 'rights') evictRights(server);
    });
    bus.on('person.erased', ({ userId }) => dropHolder(server, { kind: 'person', id: userId }));
    bus.on('user.roleChanged', async ({ userId }) => {
      const user = await findAccount(server, userId);
      if (user?.active === false) await dropHolder(server, { kind: 'person', id: userId });
    });
  },
});
