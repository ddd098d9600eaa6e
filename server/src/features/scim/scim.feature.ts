import { defineFeature } from '../../platform/feature.js';
import { mountScim } from './scim.router.js';
import { discoveryRoutes, mountScimTokens } from './scim.routes.js';
import { scimSettings } from './scim.settings.js';
import { countKnown, forgetPerson, moveKnown, ownScimData } from './scim.people.js';
import { groupRoutes } from './groups.routes.js';
import { userRoutes } from './users.routes.js';

export const scim = defineFeature({
  name: 'scim',
  settings: { heading: 'Provisioning', shape: scimSettings },
  routes: mountScimTokens,
  headings: { provisioning: 'Provisioning' },
  probes: (router, server) => mountScim(router, server, [...discoveryRoutes, ...userRoutes, ...groupRoutes]),
  listen: (bus, server) => {
    bus.on('person.erased', ({ userId }) => forgetPerson(server, userId));
    bus.on('person.mergeCounted', (merge) => countKnown(server, merge));
    bus.on('person.merged', ({ userId, intoId }) => moveKnown(server, userId, intoId));
  },
  ownData: ({ server, userId }) => ownScimData(server, userId),
});
