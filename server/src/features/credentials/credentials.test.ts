import bcrypt from 'bcrypt';
import type { ResetLinkView } from '@parley/shared/recovery';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { generalRoom } from '../../test/build.js';
import { startServer, type Person, type TestServer } from '../../test/startServer.js';
import { answerOperator } from '../operator/operator.actions.js';
import { Credentials } from './credentials.model.js';

afterEach(() => vi.restoreAllMocks());

const signIn = (server: TestServer, login: string, password: string) =>
  server.api().post('/api/v1/auth/login').send({ login, password });

const credentialsOf = (server: TestServer, { userId }: Pick<Person, 'userId'>) =>
  Credentials(server.app.server).find({ userId }).lean();

/** The work of bcrypt until this has ended: rounds over all comparisons. On a busy machine the time would not be reliable. */
async function workOf(run: () => PromiseLike<unknown>): Promise<number> {
  const compare = vi.spyOn(bcrypt, 'compare');
  await run();
  const work = compare.mock.calls.reduce((sum, [, hash]) => sum + 2 ** bcrypt.getRounds(hash), 0);
  compare.mockRestore();
  return work;
}

describe('a password', () => {
  it('is one credential of its person, whichever way it is set, and is in no account', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    let current = 'bob has a long password';
    const ways: [string, (next: string) => Promise<unknown>][] = [
      [
        'by oneself',
        async (newPassword) =>
          await bob.post('/me/password', { currentPassword: current, newPassword }).expect(204),
      ],
      [
        'by a link of an admin',
        async (password) => {
          const made = await alice.post(`/users/${bob.userId}/reset-link`).expect(201);
          const { token } = made.body as ResetLinkView;
          await server.api().post('/api/v1/auth/reset-password').send({ token, password }).expect(200);
        },
      ],
      [
        'by the operator',
        async (password) => {
          const request = { command: 'reset-password', name: 'bob', password };
          const answer = await answerOperator(server.app.server, request, 'https://chat.example.org');
          expect(answer).toMatchObject({ answer: { users: [{ username: 'bob' }] } });
        },
      ],
    ];
    for (const [how, set] of ways) {
      const [before] = await credentialsOf(server, bob);
      const next = `a password set ${how}`;
      await set(next);
      await signIn(server, 'bob', current).expect(401);
      await signIn(server, 'bob', next).expect(200);
      current = next;
      const stored = await credentialsOf(server, bob);
      expect(stored, how).toHaveLength(1);
      expect(stored[0]?.setAt.getTime(), how).toBeGreaterThan(before?.setAt.getTime() ?? Infinity);
    }
    const accounts = await server.app.server.connection.collection('users').find().toArray();
    expect(JSON.stringify(accounts)).not.toMatch(/\$2[aby]\$|password/i);
  });

  it('of a name that is taken is not stored, and that of a workspace’s first two goes with each', async () => {
    await using server = await startServer();
    const register = (username: string, password: string) =>
      server.api().post('/api/v1/auth/register').send({ username, displayName: username, password });
    const both = await Promise.all([
      register('alice', 'the first of them'),
      register('bob', 'the second of them'),
    ]);
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    await register('alice', 'a stranger’s password').expect(409);
    expect(await Credentials(server.app.server).countDocuments()).toBe(2);
    await signIn(server, 'alice', 'the first of them').expect(200);
    await signIn(server, 'bob', 'the second of them').expect(200);
  });

  it('is hashed anew at sign-in where the cost was changed, and stays the same one', async () => {
    await using before = await startServer({ BCRYPT_COST: '6' });
    const alice = await before.register('alice');
    await using server = await startServer({ BCRYPT_COST: '5' }, new URL(before.uri).pathname.slice(1));
    const [old] = await credentialsOf(before, alice);
    await signIn(server, 'alice', 'wrong').expect(401);
    expect(await credentialsOf(before, alice)).toEqual([old]);
    await signIn(server, 'alice', 'alice has a long password').expect(200);
    const [fresh] = await credentialsOf(before, alice);
    expect(fresh?.hash).toMatch(/^\$2b\$05\$/);
    expect(fresh).toEqual({ ...old, hash: fresh?.hash });
  });

  it('goes with its person', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    await alice.post(`/users/${eve.userId}/erase`, { username: 'eve', messages: 'keep' }).expect(200);
    await alice
      .patch('/settings/departure', { version: 0, changes: [{ field: 'graceDays', value: 0 }] })
      .expect(200);
    await bob.post('/me/erase', { password: 'bob has a long password', messages: 'keep' }).expect(200);
    const left = await Credentials(server.app.server).find().lean();
    expect(left.map(({ userId }) => String(userId))).toEqual([alice.userId]);
  });
});

describe('an account without a password', () => {
  /** Bob without a password, and the account of a webhook that the owner makes. */
  async function without(server: TestServer, owner: Person): Promise<{ bob: Person; bot: string }> {
    const bob = await server.register('bob');
    await owner.post(`/rooms/${await generalRoom(owner)}/webhooks`, { name: 'CI' }).expect(201);
    const bot = await server.app.server.connection.collection('users').findOne({ bot: true });
    expect(bot).not.toHaveProperty('passwordHash');
    await Credentials(server.app.server).deleteMany({ userId: bob.userId });
    return { bob, bot: (bot as unknown as { username: string }).username };
  }

  it('lets nobody in, and answers and works like a wrong password, at the cost of the costliest', async () => {
    await using before = await startServer({ BCRYPT_COST: '7' });
    const alice = await before.register('alice');
    await using server = await startServer({ BCRYPT_COST: '5' }, new URL(before.uri).pathname.slice(1));
    await server.register('eve');
    const { bot } = await without(server, alice);
    const answers = new Set<string>();
    for (const login of ['alice', 'eve', 'bob', bot, 'nobody', 'nobody@example.org'])
      for (const password of ['wrong', '-', 'undefined', 'bob has a long password', 'x'.repeat(80)]) {
        const work = await workOf(async () => {
          const answer = await signIn(server, login, password);
          const { requestId: _id, ...rest } = answer.body as Record<string, unknown>;
          const length = (answer.headers as Record<string, string>)['content-length'];
          answers.add(JSON.stringify([answer.status, rest, length]));
        });
        expect(work, `${login}, ${password}`).toBe(2 ** 7);
      }
    expect([...answers]).toHaveLength(1);
    expect([...answers][0]).toContain('[401,');
  });

  it('confirms nothing, changes and erases nothing by one, and can be given a first', async () => {
    await using server = await startServer();
    const alice = await server.register('alice');
    const { bob } = await without(server, alice);
    for (const password of ['-', 'bob has a long password'])
      await bob.post('/session/confirm', { password }).expect(400);
    const change = { currentPassword: '-', newPassword: 'a new long password' };
    expect((await bob.post('/me/password', change).expect(400)).body).toMatchObject({
      fields: { currentPassword: 'is wrong' },
    });
    await bob.post('/me/erase', { password: '-', messages: 'keep' }).expect(400);
    await bob.get('/me').expect(200);
    expect(await credentialsOf(server, bob)).toEqual([]);
    const made = await alice.post(`/users/${bob.userId}/reset-link`).expect(201);
    const { token } = made.body as ResetLinkView;
    const password = 'the first of bob';
    const request = { command: 'reset-password', name: 'bob', password };
    // Both insert, and one is stored.
    await Promise.all([
      server.api().post('/api/v1/auth/reset-password').send({ token, password }),
      answerOperator(server.app.server, request, 'https://chat.example.org'),
    ]);
    await signIn(server, 'bob', 'the first of bob').expect(200);
    expect(await credentialsOf(server, bob)).toHaveLength(1);
  });
});
