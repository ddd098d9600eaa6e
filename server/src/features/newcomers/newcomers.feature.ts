import { defineFeature } from '../../platform/feature.js';
import { newcomersSection } from './newcomers.live.js';
import { mountNewcomers } from './newcomers.routes.js';

export const newcomers = defineFeature({
  name: 'newcomers',
  live: [newcomersSection],
  routes: mountNewcomers,
  headings: { newcomers: 'Moderation', brake: 'Moderation' },
});
