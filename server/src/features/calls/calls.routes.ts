import { callView, iceServer } from '@parley/shared/calls/call';
import { callCheck, callSettings } from '@parley/shared/calls/check';
import { objectId } from '@parley/shared/ids';
import { z } from 'zod';
import { openRoute, route, type Routes } from '../../platform/http.js';
import { authenticateDecline } from '../sessions/sessions.access.js';
import { declineCall, leaveRoomCall, limitCalls, mutePerson, readCall, startCall } from './calls.actions.js';
import { iceServersForTest } from './calls.ice.js';
import { isMediaReachable, mediaOf } from './calls.livekit.js';
import { readCallSettings, testCallSettings } from './settings.actions.js';

const params = z.strictObject({ roomId: objectId });

export function mountCalls(routes: Routes): void {
  mountInRooms(routes);
  mountForPages(routes);
  mountForAdmins(routes);
}

/** For programs: the call of a room. */
function mountInRooms(routes: Routes): void {
  route(
    routes,
    ['get', '/rooms/:roomId/call'],
    {
      summary: 'Read the call that is going on in a room',
      params,
      answer: z.strictObject({ call: callView.nullable() }),
    },
    async (actor, input) => ({ call: await readCall(actor, input.params.roomId) }),
  );

  route(
    routes,
    ['post', '/rooms/:roomId/call'],
    {
      repeatable: true,
      summary: 'Start a call, which rings in direct messages and groups; the present one if there is one',
      params,
      answer: callView,
    },
    async (actor, { params: { roomId }, response }) => {
      const { call, fresh } = await startCall(actor, roomId);
      response.status(fresh ? 201 : 200);
      return call;
    },
  );

  route(
    routes,
    ['post', '/rooms/:roomId/call/leave'],
    {
      summary: 'Leave the call of a room on all your devices, or decline it',
      params,
      answer: z.strictObject({ call: callView.nullable() }),
    },
    async (actor, input) => ({ call: await leaveRoomCall(actor, input.params.roomId) }),
  );

  route(
    routes,
    ['post', '/rooms/:roomId/call/mute'],
    {
      summary: 'Mute a person in a call: yourself, or others as a moderator. Only they can unmute',
      params,
      body: z.strictObject({ userId: objectId }),
      answer: callView,
    },
    (actor, { params: { roomId }, body }) => mutePerson(actor, roomId, body.userId),
  );
}

function mountForPages(routes: Routes): void {
  route(
    routes,
    ['post', '/calls/network-test'],
    {
      summary: 'Get access to the relay for a minute, to test it',
      answer: z.strictObject({
        iceServers: z.array(iceServer),
        mediaServer: z
          .boolean()
          .nullable()
          .meta({ description: 'Whether the media server can be reached; null where calls need none.' }),
      }),
    },
    async (actor) => {
      await limitCalls(actor);
      const { server, userId } = actor;
      const isMesh = mediaOf(server) === 'mesh';
      return {
        iceServers: iceServersForTest(server, userId, isMesh),
        mediaServer: isMesh ? null : await isMediaReachable(server),
      };
    },
  );

  openRoute(
    routes,
    ['post', '/calls/:callId/decline'],
    {
      summary: 'Decline a call from its notification, by the token in the push',
      params: z.strictObject({ callId: objectId }),
      body: z.strictObject({ token: z.string().min(1).max(1000) }),
      secret: true,
    },
    async ({ params: { callId }, body, limitsUsed }) => {
      const actor = await authenticateDecline(routes.server, body.token, callId);
      await declineCall({ ...actor, limitsUsed }, callId);
    },
  );
}

/** The settings of calls, and whether what they name can be reached. */
function mountForAdmins(routes: Routes): void {
  route(
    routes,
    ['get', '/workspace/calls'],
    { summary: 'Read what is set for calls, without secrets', scope: 'admin', answer: callSettings },
    (actor) => Promise.resolve(readCallSettings(actor)),
  );

  route(
    routes,
    ['post', '/workspace/calls/test'],
    {
      summary: 'Try the relays of calls from the server’s side; takes some seconds',
      scope: 'admin',
      answer: z.strictObject({ checks: z.array(callCheck) }),
    },
    async (actor) => ({ checks: await testCallSettings(actor) }),
  );
}
