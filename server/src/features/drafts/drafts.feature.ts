import { defineFeature } from '../../platform/feature.js';
import { listDrafts, moveDrafts, removeDraftsOf } from './drafts.actions.js';
import { mountDrafts } from './drafts.routes.js';

export const drafts = defineFeature({
  name: 'drafts',
  ownData: async (actor) => ({ drafts: await listDrafts(actor) }),
  routes: mountDrafts,
  listen: (bus, server) => {
    bus.on('person.erased', ({ userId }) => removeDraftsOf(server, userId));
    bus.on('person.merged', ({ userId, intoId }) => moveDrafts(server, userId, intoId));
  },
  sync: async (actor) => ({ drafts: await listDrafts(actor) }),
});
