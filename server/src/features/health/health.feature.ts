import { defineFeature } from '../../platform/feature.js';
import { mountConnection } from './connection.routes.js';
import { mountHealth } from './health.routes.js';
import { healthSettings } from './health.settings.js';
import { measure } from './measure.js';
import { mountMetrics } from './metrics.routes.js';

export const health = defineFeature({
  name: 'health',
  settings: { heading: 'The server', shape: healthSettings },
  routes: mountConnection,
  probes(router, server) {
    mountHealth(router, server);
    mountMetrics(router, server);
  },
  start: (server, io) => measure(server, io),
});
