import { deviceLinkInput, deviceLinkView, newDevice } from '@parley/shared/devices';
import { objectId } from '@parley/shared/ids';
import { z } from 'zod';
import { addressKey } from '../../platform/addressKey.js';
import { fromOf, openRoute, route, type Routes } from '../../platform/http.js';
import { confirmDevice, endDevice, listNewDevices, showDevice } from './devices.actions.js';
import { deviceLinkLimit } from './devices.limits.js';

export function mountDevices(routes: Routes): void {
  const { server } = routes;
  route(
    routes,
    ['get', '/me/new-devices'],
    {
      summary: 'List sign-ins of yours by browsers in which you had not signed in',
      answer: z.strictObject({ devices: z.array(newDevice) }),
      personal: true,
    },
    async (actor) => ({ devices: await listNewDevices(actor) }),
  );
  route(
    routes,
    ['post', '/me/new-devices/:sessionId/confirm'],
    {
      summary: 'Say that it was you; if not, end the session',
      personal: true,
      params: z.strictObject({ sessionId: objectId }),
    },
    (actor, { params }) => confirmDevice(actor, params.sessionId),
  );
  openRoute(
    routes,
    ['post', '/auth/device'],
    {
      summary: 'Read what the link of a mail about a new device is about',
      answer: deviceLinkView,
      body: deviceLinkInput,
      secret: true,
    },
    async ({ body, request, limitsUsed }) => {
      await server.limits.take(deviceLinkLimit, addressKey(request.ip), limitsUsed);
      return await showDevice(server, body.token);
    },
  );
  openRoute(
    routes,
    ['post', '/auth/device/end'],
    { summary: 'End the session that it is about', body: deviceLinkInput, secret: true },
    async ({ body, request, response, limitsUsed }) => {
      await server.limits.take(deviceLinkLimit, addressKey(request.ip), limitsUsed);
      await endDevice(server, body.token, fromOf(request, response));
    },
  );
}
