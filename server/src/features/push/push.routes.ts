import { pushKey, pushSubscriptionInput, pushTests, ringLog } from '@parley/shared/push';
import { z } from 'zod';
import { route, type Routes } from '../../platform/http.js';
import { forgetDevice, readRingLog, registerDevice, testDevice, testDevices } from './devices.actions.js';

/** What a test push shows, in the language of the page. */
const testInput = z.strictObject({ title: z.string().max(80), body: z.string().max(200) });

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
      body: testInput,
    },
    (actor, { body }) => testDevice(actor, body),
  );
  route(
    routes,
    ['post', '/me/push/test-all'],
    {
      summary: 'Ring on all your browsers once, and read what their push services answered',
      personal: true,
      body: testInput,
      answer: pushTests,
    },
    async (actor, { body }) => ({ devices: await testDevices(actor, body) }),
  );
  route(
    routes,
    ['get', '/me/push/log'],
    { summary: 'Read why messages did or did not ring on this browser', personal: true, answer: ringLog },
    (actor) => Promise.resolve({ entries: readRingLog(actor) }),
  );
}
