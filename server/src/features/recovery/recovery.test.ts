import { describe, expect, it } from 'vitest';
import { hashToken } from '../../platform/secrets.js';
import { nowhere } from '../../test/build.js';
import { bodyOf, MailServer } from '../../test/mailServer.js';
import { startServer, type Person, type TestServer } from '../../test/startServer.js';
import { ResetLinks } from './recovery.model.js';

const post = (server: TestServer, path: string, body: object) =>
  server.api().post(`/api/v1/auth/${path}`).send(body);
const signIn = (server: TestServer, login: string, password: string) =>
  post(server, 'login', { login, password });
const tokenIn = (text: string): string => /\/reset\/#([\w-]{43})/.exec(text)?.[1] ?? expect.fail(text);
const linkFor = async (admin: Person, userId: string): Promise<string> =>
  ((await admin.post(`/users/${userId}/reset-link`).expect(201)).body as { token: string }).token;

describe('a forgotten password', () => {
  it('is replaced by a link that comes by e-mail, once, which ends all that the old one let in', async () => {
    using mail = await MailServer.start();
    await using server = await startServer(mail.settings);
    await server.register('alice');
    const bob = await server.register('bob', { email: 'bob@example.org' });
    const made = await bob.post('/me/tokens', { name: 'script', scope: 'read', days: null }).expect(201);
    const ears = await bob.connect();
    const gone = new Promise((resolve) => ears.socket.once('disconnect', resolve));
    // Links in a mail do not use the Host of the request.
    await post(server, 'forgot-password', { email: 'Bob@Example.org' })
      .set('host', 'evil.example')
      .expect(204);
    const letter = await mail.letter(0);
    expect(letter.to).toEqual(['bob@example.org']);
    expect(bodyOf(letter)).toContain('https://chat.example.org/reset/#');
    const token = tokenIn(bodyOf(letter));
    // What is stored does not reset a password.
    const stored = await ResetLinks(server.app.server).find({}).lean();
    expect(stored.map(({ hash }) => hash)).toEqual([hashToken(token)]);
    expect(JSON.stringify(stored)).not.toContain(token);

    const account = { username: 'bob', displayName: 'Bob' };
    expect((await post(server, 'reset-link', { token }).expect(200)).body).toEqual(account);
    // A refused password does not use it up.
    for (const password of ['short', 'password1', 'bob12', 'x'.repeat(73)]) {
      const refused = await post(server, 'reset-password', { token, password }).expect(400);
      expect(Object.keys((refused.body as { fields: object }).fields)).toEqual(['password']);
    }
    await bob.get('/me').expect(200);
    const use = { token, password: 'a pass I remember' };
    expect((await post(server, 'reset-password', use).expect(200)).body).toEqual(account);
    await gone;
    expect(ears.of('session:ended').length).toBeGreaterThan(0);
    await bob.get('/me').expect(401);
    await server
      .api()
      .get('/api/v1/me')
      .set('authorization', `Bearer ${(made.body as { token: string }).token}`)
      .expect(401);
    await signIn(server, 'bob', 'bob has a long password').expect(401);
    await signIn(server, 'bob', 'a pass I remember').expect(200);
    await post(server, 'reset-password', { token, password: 'yet another pass' }).expect(404);
    await post(server, 'reset-link', { token }).expect(404);
    // The mail announces it, without a link.
    const published = bodyOf(await mail.letter(1));
    expect(published).toContain('was reset');
    expect(published).not.toContain('/reset/');
  });

  it('is answered alike whether the address is somebody’s or not, and is limited alike', async () => {
    using mail = await MailServer.start();
    await using server = await startServer({ ...mail.settings, RATE_LIMITS: 'true' });
    const alice = await server.register('alice', { email: 'alice@example.org' });
    const bob = await server.register('bob', { email: 'bob@example.org' });
    await alice.patch(`/users/${bob.userId}`, { active: false }).expect(200);
    const answers = [];
    for (const email of ['nobody@example.org', 'bob@example.org', 'alice@example.org']) {
      const { status, text, headers } = await post(server, 'forgot-password', { email });
      // The other headers depend on the number of requests.
      const {
        date,
        'x-request-id': id,
        'ratelimit-remaining': left,
        'ratelimit-reset': reset,
        ...same
      } = headers as Record<string, string>;
      expect([date, id, left, reset]).not.toContain(undefined);
      answers.push(JSON.stringify([status, text, same]));
    }
    expect(new Set(answers).size).toBe(1);
    // A deactivated account gets none, nor does an unknown address.
    expect((await mail.letter(0)).to).toEqual(['alice@example.org']);
    for (const email of ['nobody@example.org', 'alice@example.org']) {
      for (let i = 0; i < 3; i++) await post(server, 'forgot-password', { email }).expect(204);
      await post(server, 'forgot-password', { email }).expect(429);
    }
    for (let i = 0; i < 9; i++)
      await post(server, 'forgot-password', { email: `n${i}@example.org` }).expect(204);
    await post(server, 'forgot-password', { email: 'n@example.org' }).expect(429);
  });

  it('asks for an address and a token, and needs a mail server', async () => {
    await using server = await startServer();
    await server.register('alice', { email: 'alice@example.org' });
    await post(server, 'forgot-password', { email: 'alice@example.org' }).expect(409);
    for (const email of ['nobody', '', 'a@b.org, c@d.org', 'a@b.org\nBcc: x@y.org', { $ne: 1 }]) {
      const refused = await post(server, 'forgot-password', { email }).expect(400);
      expect(Object.keys((refused.body as { fields: object }).fields)).toEqual(['email']);
    }
    for (const token of ['', 'short', 'x'.repeat(44), { $gt: '' }])
      await post(server, 'reset-link', { token }).expect(400);
    await post(server, 'reset-link', { token: 'x'.repeat(43) }).expect(404);
  });
});

describe('a link of an admin', () => {
  it('is shown once, is good once for whoever uses it first, and replaces the one before', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const first = await linkFor(alice, bob.userId);
    const token = await linkFor(alice, bob.userId);
    await post(server, 'reset-link', { token: first }).expect(404);
    const passwords = Array.from({ length: 8 }, (_, i) => `the pass of number ${i}`);
    const used = await Promise.all(
      passwords.map((password) => post(server, 'reset-password', { token, password })),
    );
    expect(used.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(7).fill(404)]);
    // The password is that of the request that succeeded.
    const winner = used.findIndex(({ status }) => status === 200);
    for (const [i, password] of passwords.entries())
      await signIn(server, 'bob', password).expect(i === winner ? 200 : 401);
  });

  it('is one however many are made at once', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const made = await Promise.all(Array.from({ length: 8 }, () => linkFor(alice, bob.userId)));
    const good = await Promise.all(made.map((token) => post(server, 'reset-link', { token })));
    expect(good.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('is made by those who may change the person, and for people who can sign in', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const path = (userId: string): string => `/users/${userId}/reset-link`;
    await bob.post(path(eve.userId)).expect(403);
    await bob.post(path(bob.userId)).expect(403);
    await alice.patch(`/users/${bob.userId}`, { role: 'admin' }).expect(200);
    await bob.post(path(eve.userId)).expect(201);
    await bob.post(path(alice.userId)).expect(403);
    await alice.post(path(nowhere)).expect(404);
    await alice.post(path('nobody')).expect(400);
    await alice.patch(`/users/${eve.userId}`, { active: false }).expect(200);
    await alice.post(path(eve.userId)).expect(409);
    // An access token of a program creates no link.
    const made = await alice.post('/me/tokens', { name: 'script', scope: 'write', days: null }).expect(201);
    const { token } = made.body as { token: string };
    await server
      .api()
      .post(`/api/v1${path(bob.userId)}`)
      .set('authorization', `Bearer ${token}`)
      .expect(403);
  });

  it('ends with its time, and with the account', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const [ofBob, ofEve] = [await linkFor(alice, bob.userId), await linkFor(alice, eve.userId)];
    await ResetLinks(server.app.server).updateOne(
      { userId: bob.userId },
      { $set: { expiresAt: new Date(Date.now() - 1) } },
    );
    await alice.patch(`/users/${eve.userId}`, { active: false }).expect(200);
    for (const token of [ofBob, ofEve]) {
      await post(server, 'reset-link', { token }).expect(404);
      await post(server, 'reset-password', { token, password: 'a pass I remember' }).expect(404);
    }
  });
});
