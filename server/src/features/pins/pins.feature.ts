import { defineFeature } from '../../platform/feature.js';
import { mountPins } from './pins.routes.js';

export const pins = defineFeature({
  name: 'pins',
  routes: mountPins,
});
