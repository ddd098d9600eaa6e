import { describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../../test/startServer.js';

const limited = (environment: Record<string, string>) =>
  startServer({ RATE_LIMITS: 'true', TRUSTED_PROXIES: '1', ...environment });

interface Answer {
  headers: Record<string, unknown>;
}

/** Only the device cookie, as a browser sends it back. */
const deviceOf = ({ headers }: Answer): string =>
  (headers['set-cookie'] as string[])
    .map((cookie) => cookie.split(';')[0] ?? '')
    .find((cookie) => cookie.includes('_device=')) ?? '';

const signIn = (
  server: TestServer,
  {
    login,
    password,
    from = '203.0.113.7',
    cookie = '',
  }: { login: string; password?: string; from?: string; cookie?: string },
) =>
  server
    .api()
    .post('/api/v1/auth/login')
    .set('x-forwarded-for', from)
    .set('cookie', cookie)
    .send({ login, password: password ?? `${login} has a long password` });

const register = (server: TestServer, username: string, from: string, inviteCode?: string) =>
  server
    .api()
    .post('/api/v1/auth/register')
    .set('x-forwarded-for', from)
    .send({
      username,
      displayName: username,
      password: `${username} has a long password`,
      ...(inviteCode === undefined ? {} : { inviteCode }),
    });

describe('attempts to sign in', () => {
  it('count IPv6 by /64', async () => {
    await using server = await limited({ SIGN_INS_PER_15_MINUTES: '3' });
    await server.register('alice');
    const guess = (from: string) => signIn(server, { login: 'alice', password: 'wrong', from });
    for (let i = 1; i <= 3; i++) await guess(`2001:db8:1:2::${i}`).expect(401);
    await guess('2001:db8:1:2:ffff:ffff:ffff:ffff').expect(429);
    await guess('2001:db8:1:3::1').expect(401);
  });

  it('at one account from everywhere are slowed, while a browser that is known comes in', async () => {
    await using server = await limited({ SIGN_INS_PER_15_MINUTES: '3' });
    await server.register('alice');
    const cookie = deviceOf(await signIn(server, { login: 'alice', from: '198.51.100.1' }).expect(200));
    const guess = (i: number, login = 'alice') =>
      signIn(server, { login, password: 'wrong', from: `192.0.2.${i}` });
    for (let i = 1; i <= 9; i++) await guess(i).expect(401);
    // Beyond the limit one at a time: of ten at once nine have to wait, whatever their addresses.
    const together = await Promise.all(Array.from({ length: 10 }, (_, i) => guess(20 + i)));
    expect(together.filter(({ status }) => status === 401)).toHaveLength(1);
    const late = together.filter(({ status }) => status === 429);
    expect(late).toHaveLength(9);
    for (const { headers } of late) expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    // Not even with the right password, from a new address and browser.
    await signIn(server, { login: 'alice', from: '192.0.2.99' }).expect(429);
    await signIn(server, { login: 'alice', cookie, from: '192.0.2.99' }).expect(200);
    // An unknown name gets the same response.
    for (let i = 1; i <= 10; i++) await guess(i, 'nobody').expect(401);
    await guess(40, 'nobody').expect(429);
    await server.register('bob');
    await signIn(server, { login: 'bob', from: '192.0.2.99' }).expect(200);
  });

  it('of a known browser are its own: neighbours cannot use them up, and it has no more than they', async () => {
    await using server = await limited({ SIGN_INS_PER_15_MINUTES: '3' });
    await server.register('alice');
    await server.register('bob');
    const known = deviceOf(await signIn(server, { login: 'alice' }).expect(200));
    for (let i = 0; i < 3; i++) await signIn(server, { login: 'alice', password: 'wrong' }).expect(401);
    await signIn(server, { login: 'alice' }).expect(429);
    await signIn(server, { login: 'alice', cookie: known }).expect(200);
    // A browser shared by a family knows them all.
    const both = deviceOf(await signIn(server, { login: 'bob', cookie: known }).expect(200));
    for (let i = 0; i < 3; i++) await signIn(server, { login: 'bob', password: 'wrong' }).expect(401);
    for (const login of ['alice', 'bob']) await signIn(server, { login, cookie: both }).expect(200);
    // One of another person, or a forged one, has no effect.
    await signIn(server, { login: 'bob', cookie: known }).expect(429);
    await signIn(server, { login: 'bob', cookie: both.replace(/[0-9a-f]{8}(?=-|$)/g, '00000000') }).expect(
      429,
    );
    for (let i = 0; i < 3; i++)
      await signIn(server, { login: 'alice', password: 'wrong', cookie: known, from: `192.0.2.${i}` }).expect(
        401,
      );
    await signIn(server, { login: 'alice', cookie: known, from: '192.0.2.9' }).expect(429);
  });
});

describe('registering', () => {
  it('thirty people of an office in an hour works when they are invited, and a stranger’s bound holds', async () => {
    await using server = await limited({ REGISTRATIONS_PER_HOUR: '5' });
    const office = '198.51.100.20';
    const alice = await server.register('alice');
    await alice.patch('/workspace', { registration: 'open' }).expect(200);
    const invite = (await alice.post('/invites', { hours: 24, uses: 60 }).expect(201)).body as {
      code: string;
    };
    await Promise.all(
      Array.from({ length: 30 }, (_, i) => register(server, `p${i}`, office, invite.code).expect(201)),
    );
    // They have used up nothing of the limit for strangers, who may share their address.
    for (let i = 0; i < 5; i++) await register(server, `stranger${i}`, office).expect(201);
    await register(server, 'stranger5', office).expect(429);
    // Made-up invitations do not help.
    await register(server, 'guesser', office, 'aaaaaaaaaaaaaaaaaaaaaa').expect(429);
    for (let i = 30; i < 50; i++) await register(server, `p${i}`, office, invite.code).expect(201);
    await register(server, 'p50', office, invite.code).expect(429);
  });
});
