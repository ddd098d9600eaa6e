import { describe, expect, it } from 'vitest';
import { startServer, Person, type TestServer } from '../../test/startServer.js';
import { generalRoom } from '../../test/build.js';
import type { SignedIn } from '@parley/shared/sessions';

const cookieOf = (response: { headers: Record<string, unknown> }): string =>
  String((response.headers['set-cookie'] as string[] | undefined)?.[0]?.split(';')[0]);

/** The same person on another device. */
const signInAgain = async (server: TestServer, login: string): Promise<SignedIn> =>
  (
    await server
      .api()
      .post('/api/v1/auth/login')
      .send({ login, password: `${login} has a long password` })
      .expect(200)
  ).body as SignedIn;

describe('registering', () => {
  it('makes the first account the owner and brings everybody into General', async () => {
    await using server = await startServer();
    expect((await server.api().get('/api/v1/workspace')).body).toMatchObject({
      name: 'Parley',
      registration: 'open',
      firstRun: true,
    });
    const { alice, bob } = await server.cast();
    expect(alice.granted.me.role).toBe('owner');
    expect(bob.granted.me.role).toBe('member');
    expect(await generalRoom(alice)).toBe(await generalRoom(bob));
    expect((await server.api().get('/api/v1/workspace')).body).toMatchObject({ firstRun: false });
  });

  it('lets one of many first accounts be the owner, and makes one General', async () => {
    await using server = await startServer();
    const people = await Promise.all(['a1', 'b2', 'c3', 'd4', 'e5'].map((name) => server.register(name)));
    expect(people.filter((person) => person.granted.me.role === 'owner')).toHaveLength(1);
    expect(new Set(await Promise.all(people.map(generalRoom))).size).toBe(1);
  });

  it.each([
    [{ username: { $ne: null } }, 'username'],
    [{ username: 'a b' }, 'username'],
    [{ username: 'x' }, 'username'],
    [{ password: 'short' }, 'password'],
    [{ password: 'password123' }, 'password'],
    [{ password: 'ä'.repeat(37) }, 'password'],
    [{ displayName: '   ' }, 'displayName'],
    [{ displayName: 'x'.repeat(81) }, 'displayName'],
    [{ email: 'nobody' }, 'email'],
    [{ role: 'owner' }, 'role'],
    [{ __proto__x: 1, constructor: 1 }, 'constructor'],
  ])('refuses %j and names the field', async (wrong, field) => {
    await using server = await startServer();
    const body = { username: 'mallory', displayName: 'Mallory', password: 'a good long password', ...wrong };
    const response = await server.api().post('/api/v1/auth/register').send(body);
    expect(response.status).toBe(400);
    expect(response.type).toBe('application/problem+json');
    expect(Object.keys((response.body as { fields: object }).fields)).toContain(field);
    expect((await server.api().get('/api/v1/workspace')).body).toMatchObject({ firstRun: true });
  });

  it('refuses a taken name whatever its case', async () => {
    await using server = await startServer();
    await server.register('alice');
    const response = await server
      .api()
      .post('/api/v1/auth/register')
      .send({ username: 'ALICE', displayName: 'A', password: 'another long password' });
    expect(response.status).toBe(409);
    expect(response.body).toMatchObject({ code: 'conflict', fields: { username: 'is taken' } });
  });
});

describe('signing in', () => {
  it('works by user name and by e-mail, and gives the same answer to a wrong name and a wrong password', async () => {
    await using server = await startServer();
    await server.register('alice', { email: 'Alice@Example.org' });
    const login = (body: object) => server.api().post('/api/v1/auth/login').send(body);
    const password = 'alice has a long password';
    expect((await login({ login: 'Alice', password })).status).toBe(200);
    expect((await login({ login: 'alice@example.org', password })).status).toBe(200);
    const wrong = await login({ login: 'alice', password: 'wrong password' });
    const nobody = await login({ login: 'nobody', password: 'wrong password' });
    expect([wrong.status, nobody.status]).toEqual([401, 401]);
    const { requestId: _a, ...first } = wrong.body as Record<string, unknown>;
    const { requestId: _b, ...second } = nobody.body as Record<string, unknown>;
    expect(first).toEqual(second);
    expect((await login({ login: { $gt: '' }, password })).status).toBe(400);
    expect((await login({ login: 'alice', password: { $ne: '' } })).status).toBe(400);
  });

  it('does the same work whether the account exists or not, so that the time does not tell', async () => {
    await using server = await startServer({ BCRYPT_COST: '10' });
    await server.register('alice');
    // CPU time and not the clock: other load on the machine must not decide.
    const work = async (name: string): Promise<number> => {
      const before = process.cpuUsage().user;
      await server
        .api()
        .post('/api/v1/auth/login')
        .send({ login: name, password: 'wrong password' })
        .expect(401);
      return process.cpuUsage().user - before;
    };
    await work('warmup');
    const sum = async (name: string): Promise<number> => {
      let total = 0;
      for (let i = 0; i < 5; i++) total += await work(`${name}${name === 'alice' ? '' : i}`);
      return total;
    };
    // Without a password to compare, a sign-in takes less than a twentieth of this.
    expect(await sum('nobody')).toBeGreaterThan((await sum('alice')) / 2);
  });

  it('is limited per account, with Retry-After', async () => {
    await using server = await startServer({ RATE_LIMITS: 'true', SIGN_INS_PER_15_MINUTES: '3' });
    await server.register('alice');
    const login = () =>
      server.api().post('/api/v1/auth/login').send({ login: 'alice', password: 'wrong password' });
    for (let i = 0; i < 3; i++) expect((await login()).status).toBe(401);
    const limited = await login();
    expect(limited.status).toBe(429);
    expect(limited.headers).toMatchObject({ 'ratelimit-limit': '3', 'ratelimit-remaining': '0' });
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
  });
});

describe('sessions', () => {
  it('are listed, and a revoked one loses its socket and its token at once', async () => {
    await using server = await startServer();
    const alice = await server.register('alice');
    const other = await signInAgain(server, 'alice');
    const phone = new Person(server, other, 'alice');
    const ears = await phone.connect();
    const { sessions } = (await alice.get('/me/sessions').expect(200)).body as {
      sessions: { sessionId: string; current: boolean }[];
    };
    expect(sessions).toHaveLength(2);
    expect(sessions.filter((session) => session.current)).toHaveLength(1);
    const closed = new Promise((resolve) => ears.socket.once('disconnect', resolve));
    await alice.delete(`/me/sessions/${other.sessionId}`).expect(204);
    expect(await ears.wait('session:ended')).toEqual({ reason: 'revoked' });
    await closed;
    await phone.get('/me').expect(401);
    await expect(phone.connect()).rejects.toThrow();
    await alice.get('/me').expect(200);
    await alice.delete(`/me/sessions/${other.sessionId}`).expect(404);
  });

  it('cannot be ended by others, who learn nothing of them', async () => {
    await using server = await startServer();
    const { alice, eve } = await server.cast();
    await eve.delete(`/me/sessions/${alice.granted.sessionId}`).expect(404);
    await eve.delete('/me/sessions/nonsense').expect(400);
    await alice.get('/me').expect(200);
  });

  it('end everywhere else when the password changes', async () => {
    await using server = await startServer();
    const alice = await server.register('alice');
    const other = await signInAgain(server, 'alice');
    const change = (currentPassword: string, newPassword: string) =>
      alice.post('/me/password', { currentPassword, newPassword });
    expect((await change('wrong', 'a new long password')).body).toMatchObject({
      fields: { currentPassword: 'is wrong' },
    });
    await change('alice has a long password', 'a new long password').expect(204);
    await new Person(server, other, 'alice').get('/me').expect(401);
    await alice.get('/me').expect(200);
    await server
      .api()
      .post('/api/v1/auth/login')
      .send({ login: 'alice', password: 'a new long password' })
      .expect(200);
  });

  it('end by signing out', async () => {
    await using server = await startServer();
    const alice = await server.register('alice');
    await alice.post('/auth/logout').expect(204);
    await alice.get('/me').expect(401);
  });
});

describe('tokens', () => {
  it.each(['', 'x', 'Bearer', 'Bearer x.y.z', 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.'])(
    'refuses %j',
    async (header) => {
      await using server = await startServer();
      const response = await server.api().get('/api/v1/me').set('authorization', header);
      expect(response.status).toBe(401);
      expect(response.body).toMatchObject({ code: 'unauthenticated' });
    },
  );
});

describe('signing out', () => {
  const sessionsOf = async (person: Person): Promise<string[]> =>
    (
      (await person.get('/me/sessions').expect(200)).body as { sessions: { sessionId: string }[] }
    ).sessions.map(({ sessionId }) => sessionId);
  /** Alice at home, and on a shared computer, whose cookie and responses are returned. */
  async function abroad(server: TestServer) {
    const alice = await server.register('alice');
    const body = { login: 'alice', password: 'alice has a long password' };
    const response = await server.api().post('/api/v1/auth/login').send(body).expect(200);
    return { alice, cookie: cookieOf(response), granted: response.body as SignedIn };
  }
  const post = (server: TestServer, path: string, cookie = '') =>
    server.api().post(`/api/v1/auth/${path}`).set('cookie', cookie);

  it('leaves a key behind that only the same person gets again, at every sign-in and renewal', async () => {
    await using server = await startServer();
    const { cookie, granted } = await abroad(server);
    const again = (await post(server, 'refresh', cookie).expect(200)).body as SignedIn;
    expect(again.storageKey).toBe(granted.storageKey);
    expect(Buffer.from(granted.storageKey, 'base64url')).toHaveLength(32);
    await server.register('bob');
    const body = { login: 'bob', password: 'bob has a long password' };
    const bob = (await server.api().post('/api/v1/auth/login').send(body).expect(200)).body as SignedIn;
    expect(bob.storageKey).not.toBe(granted.storageKey);
  });

  it('works long afterwards by a token that is good for nothing else, any number of times', async () => {
    await using server = await startServer();
    const { alice, cookie, granted } = await abroad(server);
    const { signOutToken, sessionId } = granted;
    // It admits nobody, and an access token is not accepted in its place.
    const asBearer = server.api().get('/api/v1/me').set('authorization', `Bearer ${signOutToken}`);
    expect((await asBearer).status).toBe(401);
    await post(server, 'logout').send({ signOutToken: granted.accessToken }).expect(401);
    await post(server, 'logout').send({ signOutToken: 'rubbish' }).expect(401);
    await post(server, 'logout').send({ signOutToken: 7 }).expect(400);
    expect(await sessionsOf(alice)).toContain(sessionId);

    const ears = await new Person(server, granted, 'alice').connect();
    const out = await post(server, 'logout', cookie).send({ signOutToken }).expect(204);
    expect(await ears.wait('session:ended')).toEqual({ reason: 'signed_out' });
    expect(String(out.headers['set-cookie'])).toMatch(/_refresh=;.*_files=;/);
    expect(await sessionsOf(alice)).not.toContain(sessionId);
    await post(server, 'refresh', cookie).expect(401);
    await post(server, 'logout', cookie).send({ signOutToken }).expect(204);
    await post(server, 'logout').send({ signOutToken }).expect(204);
    expect(await sessionsOf(alice)).toHaveLength(1);
  });

  it('works by the cookie when the access token has run out, and not for pages of others', async () => {
    await using server = await startServer();
    const { alice, cookie, granted } = await abroad(server);
    await post(server, 'logout', cookie).set('origin', 'https://evil.example').expect(403);
    await post(server, 'logout').expect(401);
    expect(await sessionsOf(alice)).toContain(granted.sessionId);
    // Renewed once since, by an open tab: the previous cookie is known too.
    await post(server, 'refresh', cookie).expect(200);
    const out = await post(server, 'logout', cookie).set('authorization', 'Bearer has.run.out').expect(204);
    expect(String(out.headers['set-cookie'])).toContain('_refresh=;');
    expect(await sessionsOf(alice)).not.toContain(granted.sessionId);
    await post(server, 'logout', cookie).expect(204);
  });

  it('ends the session it is meant for, and not that of whoever signed in at that browser meanwhile', async () => {
    await using server = await startServer();
    const { alice, granted } = await abroad(server);
    const bob = await server.register('bob');
    const body = { login: 'bob', password: 'bob has a long password' };
    const signedIn = await server.api().post('/api/v1/auth/login').send(body).expect(200);
    const cookie = cookieOf(signedIn);
    const out = await post(server, 'logout', cookie).send({ signOutToken: granted.signOutToken }).expect(204);
    expect(out.headers['set-cookie']).toBeUndefined();
    expect(await sessionsOf(alice)).not.toContain(granted.sessionId);
    expect(await sessionsOf(bob)).toContain((signedIn.body as SignedIn).sessionId);
    await post(server, 'refresh', cookie).expect(200);
  });
});
