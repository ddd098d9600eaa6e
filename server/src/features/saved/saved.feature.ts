import { defineFeature } from '../../platform/feature.js';
import { listAllSavedIds, listSavedIds, removeExpired, moveSaved, removeSavedOf } from './saved.actions.js';
import { mountSaved } from './saved.routes.js';

export const saved = defineFeature({
  name: 'saved',
  ownData: async (actor) => ({ savedMessages: await listAllSavedIds(actor) }),
  routes: mountSaved,
  listen: (bus, server) => {
    bus.on('person.merged', ({ userId, intoId }) => moveSaved(server, userId, intoId));
    bus.on('person.erased', ({ userId }) => removeSavedOf(server, userId));
    bus.on('messages.expired', ({ messageIds }) => removeExpired(server, messageIds));
  },
  sync: async (actor) => ({ savedIds: await listSavedIds(actor) }),
});
