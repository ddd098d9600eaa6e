import { defineFeature } from '../../platform/feature.js';
import { mountRecovery } from './recovery.routes.js';

export const recovery = defineFeature({
  name: 'recovery',
  routes: mountRecovery,
});
