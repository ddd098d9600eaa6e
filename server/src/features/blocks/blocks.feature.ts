import { defineFeature } from '../../platform/feature.js';
import { forgetBlocked, moveBlocks } from '../users/blocks.change.js';
import { mountBlocks } from './blocks.routes.js';

export const blocks = defineFeature({
  name: 'blocks',
  routes: mountBlocks,
  headings: { blocked: 'Your account' },
  listen: (bus, server) => {
    bus.on('person.erased', ({ userId }) => forgetBlocked(server, userId));
    bus.on('person.merged', ({ userId, intoId }) => moveBlocks(server, userId, intoId));
  },
});
