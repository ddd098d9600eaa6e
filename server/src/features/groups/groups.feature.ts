import { defineFeature } from '../../platform/feature.js';
import { listGroupsWith } from './groups.access.js';
import { dropMember, replaceMember } from './groups.change.js';
import { mountGroups } from './groups.routes.js';

export const groups = defineFeature({
  name: 'groups',
  ownData: async ({ server, userId }) => ({
    groups: (await listGroupsWith(server, userId)).map(({ _id, handle, name }) => ({
      groupId: String(_id),
      handle,
      name,
    })),
  }),
  routes: mountGroups,
  headings: { groups: 'User groups' },
  listen: (bus, server) => {
    bus.on('person.erased', ({ userId }) => dropMember(server, userId));
    bus.on('person.merged', ({ userId, intoId }) => replaceMember(server, userId, intoId));
  },
});
