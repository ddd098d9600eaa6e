import { defineFeature } from '../../platform/feature.js';
import { followRole, meet, part } from './meeting.actions.js';
import { setDoNotDisturb, sharePresence } from './presence.actions.js';
import { mountPresence } from './presence.socket.js';

export const presence = defineFeature({
  name: 'presence',
  commands: mountPresence,
  listen(bus, server) {
    bus.on('user.dndChanged', ({ userId, dnd }) => setDoNotDisturb(server, userId, dnd));
    bus.on('member.entered', (place) => meet(server, place));
    bus.on('member.left', (place) => part(server, place));
    bus.on('user.roleChanged', ({ userId, role }) => followRole(server, userId, role));
  },
  start(server) {
    // Its people soon reconnect elsewhere, or are offline: published while there is still a link to the other nodes.
    server.bus.on('server.draining', sharePresence(server));
  },
});
