import { describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../../test/startServer.js';
import { answerOperator } from './operator.actions.js';

const ask = (server: TestServer, request: object) =>
  answerOperator(server.app.server, request, 'https://chat.example.org');

const signIn = (server: TestServer, login: string, password: string) =>
  server.api().post('/api/v1/auth/login').send({ login, password });

describe('whoever runs the server', () => {
  it('makes a link for a new password, which changes nothing until it is used, and works once', async () => {
    await using server = await startServer();
    const { bob } = await server.cast();
    const first = await ask(server, { command: 'reset-password', name: 'BOB' });
    const second = await ask(server, { command: 'reset-password', name: 'bob' });
    const [one, two] = [first, second].map((made) =>
      'answer' in made ? (made.answer.link?.url.split('/reset/#')[1] ?? '') : '',
    );
    expect(JSON.stringify(second)).toContain('https://chat.example.org/reset/#');
    await bob.get('/me').expect(200);
    // A newer one replaces the older.
    const use = (token?: string) =>
      server.api().post('/api/v1/auth/reset-password').send({ token, password: 'the second of them' });
    await use(one).expect(404);
    await use(two).expect(200);
    await use(two).expect(404);
    await bob.get('/me').expect(401);
    await signIn(server, 'bob', 'the second of them').expect(200);
  });

  it('makes owners, also of somebody deactivated, and the page of the person hears it', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const ears = await bob.connect();
    await ask(server, { command: 'make-owner', name: 'bob' });
    await ears.wait('me:changed', ({ me }) => me.role === 'owner');
    await bob.patch(`/users/${alice.userId}`, { role: 'member' }).expect(200);
    await bob.patch(`/users/${alice.userId}`, { active: false }).expect(200);
    expect(await ask(server, { command: 'make-owner', name: 'alice' })).toMatchObject({
      answer: { users: [{ username: 'alice', role: 'owner', active: true }] },
    });
    await signIn(server, 'alice', 'alice has a long password').expect(200);
  });

  it('sets and removes e-mail addresses, which are one person’s', async () => {
    await using server = await startServer();
    await server.cast();
    await ask(server, { command: 'set-email', name: 'bob', email: 'bob@example.org' });
    await signIn(server, 'bob@example.org', 'bob has a long password').expect(200);
    expect(await ask(server, { command: 'set-email', name: 'eve', email: 'bob@example.org' })).toEqual({
      error: 'email: is used by another account',
    });
    await ask(server, { command: 'set-email', name: 'bob@example.org', email: null });
    await signIn(server, 'bob@example.org', 'bob has a long password').expect(401);
  });

  it('forgets attempts to sign in, for one account and all addresses', async () => {
    await using server = await startServer({ RATE_LIMITS: 'true', SIGN_INS_PER_15_MINUTES: '3' });
    await server.cast();
    for (const name of ['bob', 'eve'])
      for (let i = 0; i < 3; i++) await signIn(server, name, 'wrong').expect(401);
    for (const name of ['bob', 'eve']) await signIn(server, name, `${name} has a long password`).expect(429);
    await ask(server, { command: 'unlock', name: 'bob' });
    await signIn(server, 'bob', 'bob has a long password').expect(200);
    await signIn(server, 'eve', 'eve has a long password').expect(429);
  });

  it('is answered with a sentence when it asks for what is not there, or what is none of ours', async () => {
    await using server = await startServer();
    await server.cast();
    for (const [request, error] of [
      [{ command: 'unlock', name: 'nobody' }, 'There is nobody called nobody.'],
      [{ command: 'reset-password', name: 'bob', password: 'short' }, 'password: must have at least 8'],
      [
        { command: 'reset-password', name: 'bob', password: 'password1' },
        'password: is one of the most common',
      ],
      [{ command: 'remove', name: 'bob' }, 'command: '],
      [{ command: 'unlock', name: { $ne: 1 } }, 'name: '],
      [undefined, 'body: '],
    ] as [object, string][])
      expect(await ask(server, request)).toEqual({ error: expect.stringContaining(error) as string });
    await signIn(server, 'bob', 'bob has a long password').expect(200);
  });
});
