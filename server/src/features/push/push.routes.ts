import { pushKey, pushSubscriptionInput, ringLog } from '@parley/shared/push';
import { z } from 'zod';
import { route, type Routes } from '../../platform/http.js';
import { forgetDevice, readRingLog, registerDevice, testDevice } from './devices.actions.js';

export function mountPush(routes: Routes): void {
  const { server } = routes;
  route(
    routes,
    ['get', '/push/key'],
    { summary: 'Read the key by which browsers know this server’s pushes', answer: pushKey },
    () => Promise.resolve({ publicKey: server.secrets.push.publicKey }),
  );
  route(
    routes,
    ['put', '/me/push'],
    { summary: 'Ring on this browser', personal: true, body: pushSubscriptionInput },
    (actor, { body }) => registerDevice(actor, body),
  );
  route(
    routes,
    ['delete', '/me/push'],
    { summary: 'Ring on this browser no more', personal: true },
    (actor) => forgetDevice(actor),
  );
  route(
    routes,
    ['post', '/me/push/test'],
    {
      summary: 'Ring on this browser once',
      personal: true,
      body: z.strictObject({ title: z.string().max(80), body: z.string().max(200) }),
    },
    (actor, { body }) => testDevice(actor, body),
  );
  route(
    routes,
    ['get', '/me/push/log'],
    { summary: 'Read why messages did or did not ring on this browser', personal: true, answer: ringLog },
    (actor) => Promise.resolve({ entries: readRingLog(actor) }),
  );
}
