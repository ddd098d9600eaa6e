import { defineFeature } from '../../platform/feature.js';
import { listNewDevices, noticeDevice } from './devices.actions.js';
import { removeDevicesOf, removeNewDevice } from './devices.change.js';
import { mountDevices } from './devices.routes.js';

export const devices = defineFeature({
  name: 'devices',
  ownData: async (actor) => ({ newDevices: await listNewDevices(actor) }),
  routes: mountDevices,
  headings: { device: 'Signing in', 'new-devices': 'Signing in' },
  listen: (bus, server) => {
    bus.on('session.ofNewDevice', (started) => noticeDevice(server, started));
    bus.on('session.ended', ({ sessionId }) => removeNewDevice(server, sessionId));
    bus.on('person.erased', ({ userId }) => removeDevicesOf(server, userId));
  },
});
