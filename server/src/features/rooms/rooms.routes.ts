import { objectId } from '@parley/shared/ids';
import { createRoomInput, putMemberInput, updateRoomInput } from '@parley/shared/rooms';
import { z } from 'zod';
import { route, type Routes } from '../../platform/http.js';
import { listMembers, listOwnRooms, loadMember, loadRoom } from './rooms.access.js';
import {
  archiveRoom,
  createRoom,
  joinRoom,
  leaveRoom,
  putRoomMember,
  readDirectory,
  removeRoomMember,
  updateRoom,
} from './rooms.actions.js';
import { viewMember, viewOwnMember, viewRoom } from './rooms.view.js';

const roomParams = z.strictObject({ roomId: objectId });
const memberParams = z.strictObject({ roomId: objectId, userId: objectId });

export function mountRooms(routes: Routes): void {
  route(routes, ['get', '/rooms'], {}, async (actor) => ({
    rooms: (await listOwnRooms(actor)).map(({ room, member }) => ({
      room: viewRoom(room),
      member: viewOwnMember(member),
    })),
  }));
  route(routes, ['post', '/rooms'], { body: createRoomInput }, async (actor, { body, response }) => {
    const { room, created } = await createRoom(actor, body);
    response.status(created ? 201 : 200);
    return room;
  });
  route(routes, ['get', '/rooms/directory'], {}, async (actor) => ({ rooms: await readDirectory(actor) }));
  route(routes, ['get', '/rooms/:roomId'], { params: roomParams }, async (actor, { params }) =>
    viewRoom((await loadRoom(actor, params.roomId)).room),
  );
  route(
    routes,
    ['patch', '/rooms/:roomId'],
    { params: roomParams, body: updateRoomInput },
    (actor, { params, body }) => updateRoom(actor, params.roomId, body),
  );
  route(routes, ['delete', '/rooms/:roomId'], { params: roomParams }, (actor, { params }) =>
    archiveRoom(actor, params.roomId),
  );
  route(routes, ['post', '/rooms/:roomId/join'], { params: roomParams }, (actor, { params }) =>
    joinRoom(actor, params.roomId),
  );
  route(routes, ['post', '/rooms/:roomId/leave'], { params: roomParams }, (actor, { params }) =>
    leaveRoom(actor, params.roomId),
  );
  route(routes, ['get', '/rooms/:roomId/members'], { params: roomParams }, async (actor, { params }) => {
    await loadRoom(actor, params.roomId);
    return { members: (await listMembers(actor.server, params.roomId)).map(viewMember) };
  });
  route(
    routes,
    ['get', '/rooms/:roomId/members/:userId'],
    { params: memberParams },
    async (actor, { params }) =>
      viewMember(await loadMember(await loadRoom(actor, params.roomId), actor, params.userId)),
  );
  route(
    routes,
    ['put', '/rooms/:roomId/members/:userId'],
    { params: memberParams, body: putMemberInput },
    (actor, { params, body }) => putRoomMember(actor, params, body),
  );
  route(routes, ['delete', '/rooms/:roomId/members/:userId'], { params: memberParams }, (actor, { params }) =>
    removeRoomMember(actor, params.roomId, params.userId),
  );
}
