import { defineFeature } from '../../platform/feature.js';
import { reactionsMigrations } from './reactions.migrations.js';
import { mountReactions } from './reactions.routes.js';

export const reactions = defineFeature({
  name: 'reactions',
  migrations: reactionsMigrations,
  routes: mountReactions,
});
