import { defineFeature } from '../../platform/feature.js';
import { moveHeld, removeHeldOf } from './held.change.js';
import { mountWordFilter } from './wordFilter.routes.js';

export const wordFilter = defineFeature({
  name: 'wordFilter',
  routes: mountWordFilter,
  listen: (bus, server) => {
    bus.on('person.erased', ({ userId }) => removeHeldOf(server, userId));
    bus.on('person.merged', ({ userId, intoId }) => moveHeld(server, userId, intoId));
  },
});
