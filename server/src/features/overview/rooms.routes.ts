import { objectId } from '@parley/shared/ids';
import {
  managedRoomPage,
  managedRoomsQuery,
  manageRoomInput,
  setOwnerInput,
} from '@parley/shared/overview/rooms';
import { z } from 'zod';
import { route, type Routes } from '../../platform/http.js';
import { manageRoom, setRoomOwner } from '../rooms/managing.actions.js';
import { listManagedRooms } from './rooms.access.js';

/** Messages that a page counts as, for the limit on reads: all rooms are sorted. */
const WEIGHT = 100;
const params = z.strictObject({ roomId: objectId });

export function mountManagedRooms(routes: Routes): void {
  route(
    routes,
    ['get', '/admin/rooms'],
    {
      summary: 'List all rooms, those you are not in too: private ones without their names and owners',
      scope: 'admin',
      query: managedRoomsQuery,
      reads: () => WEIGHT,
      answer: managedRoomPage,
    },
    (actor, { query }) => listManagedRooms(actor, query),
  );
  route(
    routes,
    ['patch', '/admin/rooms/:roomId'],
    { summary: 'Rename a room, archive it or restore it', scope: 'admin', params, body: manageRoomInput },
    (actor, { params: { roomId }, body }) => manageRoom(actor, roomId, body),
  );
  route(
    routes,
    ['post', '/admin/rooms/:roomId/owners'],
    { summary: 'Make a member of a room its owner', scope: 'admin', params, body: setOwnerInput },
    (actor, { params: { roomId }, body }) => setRoomOwner(actor, roomId, body.userId),
  );
}
