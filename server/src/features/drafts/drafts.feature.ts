import { defineFeature } from '../../platform/feature.js';
import { listDrafts } from './drafts.actions.js';
import { mountDrafts } from './drafts.routes.js';

export const drafts = defineFeature({
  name: 'drafts',
  routes: mountDrafts,
  sync: async (actor) => ({ drafts: await listDrafts(actor) }),
});
