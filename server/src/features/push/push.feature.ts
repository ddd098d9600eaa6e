import { defineFeature } from '../../platform/feature.js';
import { forgetDevicesOf, listDevicesOf } from './devices.actions.js';
import { pushesOf } from './push.follower.js';
import { pushSection } from './push.live.js';
import { pushMigrations } from './push.migrations.js';
import { mountPush } from './push.routes.js';
import { pushSettings } from './push.settings.js';

export const push = defineFeature({
  name: 'push',
  ownData: async ({ server, userId }) => ({ pushDevices: await listDevicesOf(server, userId) }),
  settings: { heading: 'Messages', shape: pushSettings },
  live: [pushSection],
  migrations: pushMigrations,
  routes: mountPush,
  listen(bus, server) {
    const pushes = pushesOf(server);
    bus.on('messages.changed', ({ roomId }) => pushes.note(roomId));
    // Unsent after a crash, of this node or of another.
    bus.on('server.started', () => pushes.catchUp());
    bus.on('person.erased', ({ userId }) => forgetDevicesOf(server, userId));
    bus.on('node.gone', () => pushes.catchUp());
  },
  start: (server) => () => pushesOf(server).stop(),
});
