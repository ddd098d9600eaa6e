import { defineFeature } from '../../platform/feature.js';
import { sharePresence } from './presence.actions.js';
import { mountPresence } from './presence.socket.js';

export const presence = defineFeature({
  name: 'presence',
  commands: mountPresence,
  start(server) {
    // Its people are connected elsewhere soon, or offline: the other nodes learn it while there is a link to them.
    server.bus.on('server.draining', sharePresence(server));
  },
});
