import { defineFeature } from '../../platform/feature.js';
import { mountApiDocs } from './apiDocs.routes.js';

export const apiDocs = defineFeature({
  name: 'apiDocs',
  routes: mountApiDocs,
});
