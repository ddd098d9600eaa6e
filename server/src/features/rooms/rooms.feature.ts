import { defineFeature } from '../../platform/feature.js';
import { findAccount } from '../users/users.access.js';
import { enterGeneral } from './general.actions.js';
import { mountRooms } from './rooms.routes.js';

export const rooms = defineFeature({
  name: 'rooms',
  routes: mountRooms,
  headings: { rooms: 'Rooms' },
  listen: (bus, server) => {
    // Who is no guest any more is in General like everybody.
    bus.on('user.roleChanged', async ({ userId }) => {
      const user = await findAccount(server, userId);
      if (user?.active) await enterGeneral(server, user);
    });
  },
});
