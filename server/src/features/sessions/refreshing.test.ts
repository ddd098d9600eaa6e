import type { SignedIn } from '@parley/shared/sessions';
import { describe, expect, it } from 'vitest';
import { Person, startServer, type TestServer } from '../../test/startServer.js';
import { hashToken } from '../../platform/secrets.js';
import { makeRefreshToken } from './refreshTokens.js';
import { Sessions } from './sessions.model.js';

interface Answer {
  headers: Record<string, unknown>;
}

/** The refresh cookie of a response, as a browser sends it back; empty when there is none. */
const cookieOf = ({ headers }: Answer): string =>
  ((headers['set-cookie'] as string[] | undefined) ?? [])
    .map((cookie) => cookie.split(';')[0] ?? '')
    .find((cookie) => /refresh=./.test(cookie)) ?? '';

const refresh = (server: TestServer, cookie: string) =>
  server.api().post('/api/v1/auth/refresh').set('cookie', cookie);

/** Alice as she signs in at a browser. */
async function aliceAtBrowser(server: TestServer) {
  const body = { username: 'alice', displayName: 'Alice', password: 'a good long password' };
  const response = await server.api().post('/api/v1/auth/register').send(body).expect(201);
  expect(String(response.headers['set-cookie'])).toMatch(/HttpOnly.*SameSite=Strict/);
  return { cookie: cookieOf(response), granted: response.body as SignedIn };
}

/** Sets the age of the last renewal of all sessions, in ms. */
const rotatedAgo = (server: TestServer, ms: number) =>
  Sessions(server.app.server).updateMany({}, { $set: { rotatedAt: new Date(Date.now() - ms) } });

describe('refreshing', () => {
  it('rotates the cookie, and gives two tabs at once the same successor', async () => {
    await using server = await startServer();
    const { cookie } = await aliceAtBrowser(server);
    const answers = await Promise.all([1, 2, 3, 4].map(() => refresh(server, cookie).expect(200)));
    const next = new Set(answers.map(cookieOf));
    expect(next.size).toBe(1);
    expect([...next][0]).not.toBe(cookie);
    // A lost response: a repeat returns the same.
    expect(cookieOf(await refresh(server, cookie).expect(200))).toBe([...next][0]);
    await refresh(server, [...next][0] ?? '').expect(200);
  });

  it.each([2, 3, 7])('ends the family of a token that is %i rotations old, with its sockets', async (age) => {
    await using server = await startServer();
    const { cookie: stolen, granted } = await aliceAtBrowser(server);
    const ears = await new Person(server, granted, 'alice').connect();
    let cookie = stolen;
    for (let i = 0; i < age; i++) cookie = cookieOf(await refresh(server, cookie).expect(200));
    await refresh(server, stolen).expect(401);
    expect(await ears.wait('session:ended')).toEqual({ reason: 'revoked' });
    // Neither thief nor owner continues, whichever of them came first; and it stays so.
    await refresh(server, cookie).expect(401);
    await refresh(server, stolen).expect(401);
    await new Person(server, granted, 'alice').get('/me').expect(401);
  });

  it('forgives the token before for a minute and no longer', async () => {
    await using server = await startServer();
    const { cookie } = await aliceAtBrowser(server);
    const second = cookieOf(await refresh(server, cookie).expect(200));
    await rotatedAgo(server, 55_000);
    await refresh(server, cookie).expect(200);
    await rotatedAgo(server, 61_000);
    await refresh(server, cookie).expect(401);
    await refresh(server, second).expect(401);
  });

  it('ends nobody by a token that is made up', async () => {
    await using server = await startServer();
    const { cookie, granted } = await aliceAtBrowser(server);
    const [name = '', token = ''] = cookie.split('=');
    const [sessionId = '', , mac = ''] = token.split('.');
    for (const made of [
      'rubbish',
      `${sessionId}.7.${mac}`,
      `${sessionId}.0`,
      `${sessionId}.0.`,
      `${'0'.repeat(24)}.0.${mac}`,
      '..',
    ])
      await refresh(server, `${name}=${made}`).expect(401);
    await server.api().post('/api/v1/auth/refresh').expect(401);
    await new Person(server, granted, 'alice').get('/me').expect(200);
    await refresh(server, cookie).expect(200);
  });

  it('ends only the family it is of', async () => {
    await using server = await startServer();
    const { cookie: stolen } = await aliceAtBrowser(server);
    const body = { login: 'alice', password: 'a good long password' };
    const phone = cookieOf(await server.api().post('/api/v1/auth/login').send(body).expect(200));
    await refresh(server, cookieOf(await refresh(server, stolen).expect(200))).expect(200);
    await refresh(server, stolen).expect(401);
    await refresh(server, phone).expect(200);
  });

  it('is refused to pages of other sites', async () => {
    await using server = await startServer();
    await server.api().post('/api/v1/auth/refresh').set('origin', 'https://evil.example').expect(403);
    await server.api().post('/api/v1/auth/login').set('origin', 'https://evil.example').send({}).expect(403);
  });
});

describe('cookies', () => {
  it('of two workspaces on one host leave each other alone', async () => {
    await using one = await startServer();
    await using other = await startServer();
    const [here, there] = [await aliceAtBrowser(one), await aliceAtBrowser(other)];
    // A browser sends both to both.
    const jar = `${here.cookie}; ${there.cookie}`;
    const [first, second] = [await refresh(one, jar).expect(200), await refresh(other, jar).expect(200)];
    expect((first.body as SignedIn).me.userId).toBe(here.granted.me.userId);
    expect((second.body as SignedIn).me.userId).toBe(there.granted.me.userId);
    const names = [first, second].map((answer) => cookieOf(answer).split('=')[0]);
    expect(new Set(names).size).toBe(2);
    const out = await one.api().post('/api/v1/auth/logout').set('cookie', jar).send({}).expect(204);
    expect(String(out.headers['set-cookie'])).not.toContain(String(names[1]));
    await refresh(other, cookieOf(second)).expect(200);
  });

  it('are bound to their host with HTTPS, and only such are read there', async () => {
    await using server = await startServer({ TRUSTED_PROXIES: '1' });
    const body = { username: 'alice', displayName: 'Alice', password: 'a good long password' };
    const https = (path: string) =>
      server.api().post(`/api/v1/auth/${path}`).set('x-forwarded-proto', 'https');
    const response = await https('register').send(body).expect(201);
    const cookies = response.headers['set-cookie'] as unknown as string[];
    expect(cookies.length).toBeGreaterThan(1);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^__Host-parley_\w+=/);
      expect(cookie).toMatch(/; Path=\/;.*HttpOnly; Secure; SameSite=Strict/);
      expect(cookie).not.toMatch(/Domain/i);
    }
    const cookie = cookieOf(response);
    // A cookie without the prefix, as a sister host could set it, gives no session.
    await https('refresh').set('cookie', cookie.replace('__Host-', '')).expect(401);
    const token = cookie.split('=')[1] ?? '';
    await https('refresh').set('cookie', `parley_refresh=${token}`).expect(401);
    await https('refresh').set('cookie', cookie).expect(200);
  });

  it('from before the update keep somebody signed in, and become the new ones', async () => {
    await using server = await startServer();
    const { granted } = await aliceAtBrowser(server);
    const sessions = Sessions(server.app.server);
    await sessions.updateOne(
      { _id: granted.sessionId },
      { $set: { refreshHash: hashToken('a-random-token-of-old') }, $unset: { generation: 1 } },
    );
    // Another workspace's cookie of the same name is not cleared.
    const foreign = await refresh(server, 'parley_refresh=a-random-token-of-others').expect(401);
    expect(foreign.headers['set-cookie']).toBeUndefined();
    const old = 'parley_refresh=a-random-token-of-old';
    const first = await refresh(server, old).expect(200);
    expect(String(first.headers['set-cookie'])).toMatch(/parley_refresh=;/);
    const again = await refresh(server, old).expect(200);
    expect(cookieOf(again)).toBe(cookieOf(first));
    expect(cookieOf(first)).toContain(makeRefreshToken(server.app.server, granted.sessionId, 1));
    const third = await refresh(server, cookieOf(first)).expect(200);
    await refresh(server, cookieOf(first)).expect(200);
    await refresh(server, cookieOf(third)).expect(200);
    await refresh(server, cookieOf(first)).expect(401);
  });
});
