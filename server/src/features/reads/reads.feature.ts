import { defineFeature } from '../../platform/feature.js';
import { mountReadCommands, mountReads } from './reads.routes.js';

export const reads = defineFeature({
  name: 'reads',
  routes: mountReads,
  commands: mountReadCommands,
});
