import { defineFeature } from '../../platform/feature.js';
import { listSavedIds } from './saved.actions.js';
import { mountSaved } from './saved.routes.js';

export const saved = defineFeature({
  name: 'saved',
  routes: mountSaved,
  sync: async (actor) => ({ savedIds: await listSavedIds(actor) }),
});
