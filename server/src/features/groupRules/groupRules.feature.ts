import { defineFeature } from '../../platform/feature.js';
import { findGrants, forgetAdded, removeGrants } from './groupRules.change.js';

export const groupRules = defineFeature({
  name: 'groupRules',
  ownData: async ({ server, userId }) => {
    const grants = await findGrants(server, userId);
    return {
      givenByGroups: (grants?.sources ?? []).map(({ source, role, roomIds }) => ({
        source,
        role: role ?? null,
        rooms: roomIds.length,
      })),
    };
  },
  listen: (bus, server) => {
    bus.on('person.erased', ({ userId }) => removeGrants(server, userId));
    bus.on('member.left', (place) => forgetAdded(server, place));
  },
});
