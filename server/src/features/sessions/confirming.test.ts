import type { CreatedAccessToken, TokenScope } from '@parley/shared/accessTokens';
import type { SignedIn } from '@parley/shared/sessions';
import type { CreatedWebhook } from '@parley/shared/webhooks';
import { describe, expect, it } from 'vitest';
import { generalRoom, nowhere } from '../../test/build.js';
import { Person, startServer, type TestServer } from '../../test/startServer.js';
import { Sessions } from './sessions.model.js';

const MINUTE_MS = 60_000;

/** Sets the age of the last password entry of all sessions, in ms; undefined: a session from before it was stored. */
const provedAgo = (server: TestServer, ms: number | undefined) =>
  Sessions(server.app.server).updateMany(
    {},
    ms === undefined ? { $unset: { provedAt: 1 } } : { $set: { provedAt: new Date(Date.now() - ms) } },
  );

const withToken = (server: TestServer, token: string) =>
  new Person(server, { accessToken: token } as SignedIn, 'program');

async function tokenOf(person: Person, scope: TokenScope): Promise<CreatedAccessToken> {
  return (await person.post('/me/tokens', { name: scope, scope }).expect(201)).body as CreatedAccessToken;
}

/** What gives credentials or power, and a read that shows whether it happened. */
const powers: [
  string,
  (alice: Person, at: { roomId: string; bobId: string; inviteId: string }) => ReturnType<Person['post']>,
  string,
][] = [
  ['an e-mail address', (alice) => alice.patch('/me', { email: 'other@example.org' }), '/me'],
  ['an access token', (alice) => alice.post('/me/tokens', { name: 'x', scope: 'read' }), '/me/tokens'],
  [
    'a webhook',
    (alice, { roomId }) => alice.post(`/rooms/${roomId}/webhooks`, { name: 'x' }),
    '/rooms/:roomId/webhooks',
  ],
  ['an invitation', (alice) => alice.post('/invites', { hours: 24, uses: 1 }), '/invites'],
  [
    'a letter with an invitation',
    (alice, { inviteId }) => alice.post(`/invites/${inviteId}/mail`, { email: 'x@example.org' }),
    '/invites',
  ],
  ['a role', (alice, { bobId }) => alice.patch(`/users/${bobId}`, { role: 'admin' }), '/users'],
  [
    'an account that comes back',
    (alice, { bobId }) => alice.patch(`/users/${bobId}`, { active: true }),
    '/users',
  ],
  [
    'somebody’s e-mail address',
    (alice, { bobId }) => alice.patch(`/users/${bobId}/account`, { email: 'thief@example.org' }),
    '/users',
  ],
  [
    'the end of an account',
    (alice, { bobId }) => alice.post(`/users/${bobId}/erase`, { username: 'not bob', messages: 'keep' }),
    '/users',
  ],
  ['a link for a new password', (alice, { bobId }) => alice.post(`/users/${bobId}/reset-link`), '/users'],
  ['the workspace', (alice) => alice.patch('/workspace', { name: 'Other' }), '/workspace'],
  [
    'the picture of the workspace',
    (alice) => alice.putFile('/workspace/picture', Buffer.from('no picture'), 'a.png'),
    '/workspace',
  ],
  ['no picture of the workspace', (alice) => alice.delete('/workspace/picture'), '/workspace'],
];

describe('confirming the password', () => {
  it('is needed for what gives power, ten minutes after signing in, and no token will do', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const roomId = await generalRoom(alice);
    const invite = (await alice.post('/invites', { hours: 24, uses: 1 }).expect(201)).body as {
      inviteId: string;
    };
    const at = { roomId, bobId: bob.userId, inviteId: invite.inviteId };
    const program = withToken(server, (await tokenOf(alice, 'admin')).token);
    for (const long of [11 * MINUTE_MS, undefined]) {
      await provedAgo(server, long);
      for (const [what, act, place] of powers) {
        const read = async () =>
          (await alice.get(place.replace(':roomId', roomId)).expect(200)).body as unknown;
        const before = await read();
        const refused = await act(alice, at).expect(403);
        expect(refused.type, what).toBe('application/problem+json');
        expect(refused.body, what).toMatchObject({
          type: 'urn:parley:error:reauthentication_required',
          code: 'reauthentication_required',
        });
        expect((await act(program, at).expect(403)).body, what).toMatchObject({ code: 'forbidden' });
        expect(await read(), what).toEqual(before);
      }
    }
    await alice.post('/session/confirm', { password: 'alice has a long password' }).expect(204);
    for (const [what, act] of powers) {
      // Without a mail server, and with no picture: refused for that alone.
      const answer = await act(alice, at);
      expect(['reauthentication_required', 'forbidden'], what).not.toContain(
        (answer.body as { code?: string }).code,
      );
    }
    await provedAgo(server, 9 * MINUTE_MS);
    await alice.post('/invites', { hours: 24, uses: 1 }).expect(201);
  });

  it('is not needed for what is done every day, nor for what takes power away', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    await alice.patch('/me', { email: 'alice@example.org' }).expect(200);
    const { tokenId } = await tokenOf(alice, 'read');
    const invite = (await alice.post('/invites', { hours: 24, uses: 1 }).expect(201)).body as {
      inviteId: string;
    };
    await provedAgo(server, undefined);
    // The form sends the present address.
    await alice.patch('/me', { email: 'Alice@Example.org', displayName: 'Alice A.' }).expect(200);
    await alice.delete(`/me/tokens/${tokenId}`).expect(204);
    await alice.delete(`/invites/${invite.inviteId}`).expect(204);
    await alice.patch(`/users/${bob.userId}`, { active: false }).expect(200);
    await alice.delete('/me/sessions').expect(204);
  });

  it('works for this session alone, refuses a wrong password and a token, and counts attempts', async () => {
    await using server = await startServer({ RATE_LIMITS: 'true', SIGN_INS_PER_15_MINUTES: '5' });
    const alice = await server.register('alice');
    const login = { login: 'alice', password: 'alice has a long password' };
    const phone = new Person(
      server,
      (await server.api().post('/api/v1/auth/login').send(login).expect(200)).body as SignedIn,
      'alice',
    );
    const { token } = await tokenOf(alice, 'admin');
    await provedAgo(server, undefined);
    const confirm = (person: Person, password: unknown) => person.post('/session/confirm', { password });
    await confirm(withToken(server, token), login.password).expect(403);
    expect((await confirm(alice, { $ne: '' }).expect(400)).body).toMatchObject({
      fields: { password: expect.anything() as string },
    });
    expect((await confirm(alice, 'wrong').expect(400)).body).toMatchObject({
      fields: { password: 'is wrong' },
    });
    await alice.post('/invites', { hours: 1, uses: 1 }).expect(403);
    await Promise.all([1, 2].map(() => confirm(alice, login.password).expect(204)));
    await alice.post('/invites', { hours: 1, uses: 1 }).expect(201);
    await phone.post('/invites', { hours: 1, uses: 1 }).expect(403);
    for (let i = 0; i < 5; i++) await confirm(phone, 'wrong').expect(400);
    expect((await confirm(phone, login.password).expect(429)).headers['retry-after']).toBeDefined();
    await server.api().post('/api/v1/session/confirm').send({ password: login.password }).expect(401);
  });
});

describe('what somebody has made', () => {
  const hookOf = async (person: Person, roomId: string): Promise<string> =>
    ((await person.post(`/rooms/${roomId}/webhooks`, { name: 'CI' }).expect(201)).body as CreatedWebhook)
      .path;
  const call = (server: TestServer, path: string) => server.api().post(path).send({ text: 'hello' });
  const change = (person: Person, extra: object = {}) =>
    person.post('/me/password', {
      currentPassword: `${person.username} has a long password`,
      newPassword: 'another very long one',
      ...extra,
    });

  it('ends with a new password, tokens with their sockets, unless it is kept', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const roomId = await generalRoom(alice);
    const hook = await hookOf(alice, roomId);
    const [mine, foreign] = [await tokenOf(alice, 'write'), await tokenOf(bob, 'write')];
    await change(alice, { keepTokens: true }).expect(204);
    await withToken(server, mine.token).get('/me').expect(200);
    await call(server, hook).expect(200);
    const ears = await withToken(server, mine.token).connect();
    await alice
      .post('/me/password', { currentPassword: 'another very long one', newPassword: 'yet another long one' })
      .expect(204);
    expect(await ears.wait('session:ended')).toEqual({ reason: 'revoked' });
    await withToken(server, mine.token).get('/me').expect(401);
    await call(server, hook).expect(404);
    expect((await alice.get(`/rooms/${roomId}/webhooks`)).body).toEqual({ webhooks: [] });
    await withToken(server, foreign.token).get('/me').expect(200);
  });

  it('ends with a deactivation, also when they come back', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    await alice.patch(`/users/${bob.userId}`, { role: 'admin' }).expect(200);
    const hook = await hookOf(bob, await generalRoom(alice));
    const { token } = await tokenOf(bob, 'read');
    for (const active of [false, true]) await alice.patch(`/users/${bob.userId}`, { active }).expect(200);
    await withToken(server, token).get('/me').expect(401);
    await call(server, hook).expect(404);
  });

  it.each([
    [
      'is removed from the room',
      async (alice: Person, bob: Person, roomId: string) =>
        void (await alice.delete(`/rooms/${roomId}/members/${bob.userId}`).expect(204)),
    ],
    [
      'leaves the room',
      async (_: Person, bob: Person, roomId: string) =>
        void (await bob.post(`/rooms/${roomId}/leave`).expect(204)),
    ],
    [
      'loses their role in the room',
      async (alice: Person, bob: Person, roomId: string) =>
        void (await alice.put(`/rooms/${roomId}/members/${bob.userId}`, { role: 'member' }).expect(200)),
    ],
  ])(
    'in a room ends when its maker %s, also when they get it back, and nobody else’s does',
    async (_, lose) => {
      await using server = await startServer();
      const { alice, bob } = await server.cast();
      const room = (await alice.post('/rooms', { type: 'public', name: 'Deploys' }).expect(201)).body as {
        roomId: string;
      };
      const { roomId } = room;
      await bob.post(`/rooms/${roomId}/join`).expect(200);
      const own = (role: string) => alice.put(`/rooms/${roomId}/members/${bob.userId}`, { role }).expect(200);
      await own('owner');
      const [hook, foreign] = [await hookOf(bob, roomId), await hookOf(alice, roomId)];
      const { token } = await tokenOf(bob, 'read');
      await call(server, hook).expect(200);
      await lose(alice, bob, roomId);
      await call(server, hook).expect(404);
      await call(server, foreign).expect(200);
      // The token is not bound to the lost right, and still works.
      await withToken(server, token).get('/me').expect(200);
      await bob.post(`/rooms/${roomId}/join`);
      await own('owner');
      await call(server, hook).expect(404);
    },
  );

  it('ends when somebody is no admin any more', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    await alice.patch(`/users/${bob.userId}`, { role: 'admin' }).expect(200);
    const hook = await hookOf(bob, await generalRoom(alice));
    const program = withToken(server, (await tokenOf(bob, 'admin')).token);
    await program.get('/invites').expect(200);
    await alice.patch(`/users/${bob.userId}`, { role: 'member' }).expect(200);
    await call(server, hook).expect(404);
    await program.get('/invites').expect(403);
    await program.delete(`/invites/${nowhere}`).expect(403);
  });
});
