import { defineFeature } from '../../platform/feature.js';
import { mountRooms } from './rooms.routes.js';

export const rooms = defineFeature({
  name: 'rooms',
  routes: mountRooms,
  headings: { rooms: 'Rooms' },
});
