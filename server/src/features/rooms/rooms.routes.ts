import { objectId } from '@parley/shared/ids';
import {
  createRoomInput,
  directoryEntry,
  memberView,
  ownMemberView,
  putMemberInput,
  roomView,
  updateRoomInput,
} from '@parley/shared/rooms';
import { roomRules } from '@parley/shared/rights';
import { z } from 'zod';
import { route, type Routes } from '../../platform/http.js';
import { onlySeen, requireSeen } from '../users/directory.access.js';
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
import { setRoomRules } from './rules.actions.js';
import { viewMember, viewOwnMember, viewRoom } from './rooms.view.js';

const roomParams = z.strictObject({ roomId: objectId });
const memberParams = z.strictObject({ roomId: objectId, userId: objectId });

export function mountRooms(routes: Routes): void {
  mountAllRooms(routes);
  mountRoom(routes);
  mountMembers(routes);
}

function mountAllRooms(routes: Routes): void {
  route(
    routes,
    ['get', '/rooms'],
    {
      summary: 'List your rooms',
      answer: z.strictObject({ rooms: z.array(z.strictObject({ room: roomView, member: ownMemberView })) }),
    },
    async (actor) => ({
      rooms: (await listOwnRooms(actor)).map(({ room, member }) => ({
        room: viewRoom(room),
        member: viewOwnMember(member),
      })),
    }),
  );
  route(
    routes,
    ['post', '/rooms'],
    {
      repeatable: true,
      summary: 'Create a room, or find the direct message with somebody',
      answer: roomView,
      body: createRoomInput,
    },
    async (actor, { body, response }) => {
      const { room, created } = await createRoom(actor, body);
      response.status(created ? 201 : 200);
      return room;
    },
  );
  route(
    routes,
    ['get', '/rooms/directory'],
    { summary: 'List the public rooms', answer: z.strictObject({ rooms: z.array(directoryEntry) }) },
    async (actor) => ({ rooms: await readDirectory(actor) }),
  );
}

/** One room: what it is, and being in it. */
function mountRoom(routes: Routes): void {
  route(
    routes,
    ['get', '/rooms/:roomId'],
    { summary: 'Read a room', answer: roomView, params: roomParams },
    async (actor, { params }) => viewRoom((await loadRoom(actor, params.roomId)).room),
  );
  route(
    routes,
    ['patch', '/rooms/:roomId'],
    { summary: 'Change a room’s name or topic', answer: roomView, params: roomParams, body: updateRoomInput },
    (actor, { params, body }) => updateRoom(actor, params.roomId, body),
  );
  route(
    routes,
    ['put', '/rooms/:roomId/rules'],
    {
      summary: 'Replace what a room narrows: who may post, mention everybody, upload and so on',
      answer: roomView,
      params: roomParams,
      body: roomRules,
    },
    (actor, { params, body }) => setRoomRules(actor, params.roomId, body),
  );
  route(
    routes,
    ['delete', '/rooms/:roomId'],
    { summary: 'Archive a room', params: roomParams },
    (actor, { params }) => archiveRoom(actor, params.roomId),
  );
  route(
    routes,
    ['post', '/rooms/:roomId/join'],
    { summary: 'Join a public room', answer: ownMemberView, params: roomParams },
    (actor, { params }) => joinRoom(actor, params.roomId),
  );
  route(
    routes,
    ['post', '/rooms/:roomId/leave'],
    { summary: 'Leave a room', params: roomParams },
    (actor, { params }) => leaveRoom(actor, params.roomId),
  );
}

function mountMembers(routes: Routes): void {
  route(
    routes,
    ['get', '/rooms/:roomId/members'],
    {
      summary: 'List the members of a room',
      answer: z.strictObject({ members: z.array(memberView) }),
      params: roomParams,
    },
    async (actor, { params }) => {
      await loadRoom(actor, params.roomId);
      const members = (await listMembers(actor.server, params.roomId)).map(viewMember);
      return { members: await onlySeen(actor, members, ({ userId }) => userId) };
    },
  );
  route(
    routes,
    ['get', '/rooms/:roomId/members/:userId'],
    { summary: 'Read a membership', answer: memberView, params: memberParams },
    async (actor, { params }) => {
      const access = await loadRoom(actor, params.roomId);
      await requireSeen(actor, params.userId);
      return viewMember(await loadMember(access, actor, params.userId));
    },
  );
  route(
    routes,
    ['put', '/rooms/:roomId/members/:userId'],
    {
      summary: 'Add somebody to a room, or change a membership',
      answer: roomView,
      params: memberParams,
      body: putMemberInput,
    },
    (actor, { params, body }) => putRoomMember(actor, params, body),
  );
  route(
    routes,
    ['delete', '/rooms/:roomId/members/:userId'],
    { summary: 'Remove somebody from a room', params: memberParams },
    (actor, { params }) => removeRoomMember(actor, params.roomId, params.userId),
  );
}
