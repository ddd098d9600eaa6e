import type { Response } from 'supertest';
import { expect, it } from 'vitest';
import { startServer, type TestServer } from '../../test/startServer.js';
import { Sessions } from './sessions.model.js';

const HOUR_MS = 3_600_000;

const cookieOf = (response: Response): string =>
  ([response.headers['set-cookie']].flat() as string[]).map((one) => one.split(';')[0]).join('; ');

/** Makes a session older. */
const age = (server: TestServer, sessionId: string, set: { createdAt?: Date; lastUsedAt?: Date }) =>
  Sessions(server.app.server).updateOne({ _id: sessionId }, { $set: set });

const ago = (hours: number): Date => new Date(Date.now() - hours * HOUR_MS);

it.each([
  ['its longest life', { createdAt: ago(24 * 3 + 1) }, { createdAt: ago(24 * 3 - 1) }],
  ['a time in which no page used it', { lastUsedAt: ago(5) }, { lastUsedAt: ago(3) }],
])('a session ends after %s: for requests, renewals and open sockets', async (_name, over, within) => {
  await using server = await startServer({ SESSION_DAYS: '3', SESSION_IDLE_HOURS: '4' });
  const alice = await server.register('alice');
  const body = { login: 'alice', password: 'alice has a long password' };
  const signedIn = await server.api().post('/api/v1/auth/login').send(body).expect(200);
  const { sessionId, accessToken } = signedIn.body as { sessionId: string; accessToken: string };
  const get = () => server.api().get('/api/v1/me').set('authorization', `Bearer ${accessToken}`);
  const refresh = () => server.api().post('/api/v1/auth/refresh').set('cookie', cookieOf(signedIn));
  await age(server, sessionId, within);
  await get().expect(200);
  await age(server, sessionId, over);
  await get().expect(401);
  await refresh().expect(401);
  // A page that is open at that moment.
  const ears = await alice.connect();
  await age(server, alice.granted.sessionId, over);
  await server.app.server.jobs.runNow('sync.beacon');
  expect(await ears.wait('session:ended')).toEqual({ reason: 'revoked' });
  await server.app.server.jobs.runNow('sessions.endExpired');
  expect(await Sessions(server.app.server).countDocuments({})).toBe(0);
});

it('by itself a session lives sixty days, used or not', async () => {
  await using server = await startServer();
  const alice = await server.register('alice');
  await age(server, alice.granted.sessionId, { createdAt: ago(59 * 24), lastUsedAt: ago(59 * 24) });
  await alice.get('/me').expect(200);
  await age(server, alice.granted.sessionId, { createdAt: ago(60 * 24 + 1) });
  await alice.get('/me').expect(401);
});
