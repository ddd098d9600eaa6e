import { randomBytes } from 'node:crypto';
import type { UserView } from '@parley/shared/users';
import type { CreatedWebhook } from '@parley/shared/webhooks';
import { describe, expect, inject, it } from 'vitest';
import { find, generalRoom, picture, privateRoom, say, texts } from '../../test/build.js';
import { Person, startServer, type Ears, type TestServer } from '../../test/startServer.js';
import { indexerOf } from '../search/search.index.js';

const redisUrl = inject('redisUrl');

interface Nodes extends AsyncDisposable {
  one: TestServer;
  two: TestServer;
  /** The same person, with requests to the second node. */
  onTwo: (person: Person) => Person;
}

/** Two nodes of one workspace, connected through Redis; people register on the first. */
async function startTwo(extra: Record<string, string> = {}): Promise<Nodes> {
  const database = `t${randomBytes(6).toString('hex')}`;
  const environment = { REDIS_URL: redisUrl ?? '', FILES_STORE: 'gridfs', ...extra };
  const one = await startServer(environment, database);
  const two = await startServer(environment, database);
  return {
    one,
    two,
    onTwo: ({ granted, username }) => new Person(two, granted, username),
    async [Symbol.asyncDispose]() {
      await two[Symbol.asyncDispose]();
      await one[Symbol.asyncDispose]();
    },
  };
}

const ended = (ears: Ears): Promise<unknown> =>
  new Promise((resolve) => ears.socket.once('disconnect', resolve));

const signIn = (server: TestServer, login: string, password: string) =>
  server.api().post('/api/v1/auth/login').send({ login, password });

const withToken = (server: TestServer, token: string) =>
  server.api().get('/api/v1/me').set('authorization', `Bearer ${token}`);

/** Bob's credentials besides his session: a token, and a webhook whose secret the second node has just verified. */
async function waysIn({ two }: Nodes, bob: Person, roomId: string) {
  const made = await bob.post('/me/tokens', { name: 'script', scope: 'read', days: null }).expect(201);
  const { token } = made.body as { token: string };
  const hook = (await bob.post(`/rooms/${roomId}/webhooks`, { name: 'CI' }).expect(201))
    .body as CreatedWebhook;
  await withToken(two, token).expect(200);
  await two.api().post(hook.path).send({ text: 'built' }).expect(200);
  return {
    token,
    async expectClosed(server: TestServer) {
      await withToken(server, token).expect(401);
      await server.api().post(hook.path).send({ text: 'still here' }).expect(404);
    },
  };
}

describe.skipIf(redisUrl === undefined)('over two nodes', () => {
  it('a new password by a link ends all that the old one let in, on the node where nobody asked for it too', async () => {
    await using nodes = await startTwo();
    const { one, two, onTwo } = nodes;
    const { alice, bob, eve } = await one.cast();
    const { roomId } = await privateRoom(bob, [eve]);
    const ways = await waysIn(nodes, bob, roomId);
    const [here, there, others] = [
      await bob.connect(),
      await onTwo(bob).connect(),
      await onTwo(eve).connect(),
    ];
    const gone = Promise.all([ended(here), ended(there)]);
    const link = await alice.post(`/users/${bob.userId}/reset-link`).expect(201);
    const { token } = link.body as { token: string };
    const use = (server: TestServer, password: string) =>
      server.api().post('/api/v1/auth/reset-password').send({ token, password });
    // Whichever node uses it first: it is used on both.
    const used = await Promise.all([use(one, 'the first new pass'), use(two, 'the second new pass')]);
    expect(used.map(({ status }) => status).sort()).toEqual([200, 404]);
    await gone;
    for (const ears of [here, there])
      expect(ears.of('session:ended')[0]).toEqual({ reason: 'password_changed' });
    const password = used[0].status === 200 ? 'the first new pass' : 'the second new pass';
    for (const server of [one, two]) {
      await new Person(server, bob.granted, 'bob').get('/me').expect(401);
      await ways.expectClosed(server);
      await signIn(server, 'bob', 'bob has a long password').expect(401);
      await signIn(server, 'bob', password).expect(200);
      await use(server, 'yet another pass').expect(404);
    }
    // Nobody else was signed out.
    expect(others.socket.connected).toBe(true);
    await onTwo(eve).get('/me').expect(200);
  });

  it('an erased person is gone from the other node: sockets, name, presence, search, files, and what it remembered', async () => {
    await using nodes = await startTwo();
    const { one, two, onTwo } = nodes;
    const { alice, bob, eve } = await one.cast();
    const general = await generalRoom(alice);
    const { roomId } = await privateRoom(bob, [eve]);
    await bob.putFile('/me/picture', await picture(60, 60).png().toBuffer(), 'me.png').expect(200);
    await say(onTwo(bob), general, 'a zebra of bob');
    await Promise.all([one, two].map(({ app }) => indexerOf(app.server).settled()));
    const ways = await waysIn(nodes, bob, roomId);
    const watching = await onTwo(eve).connect();
    const there = await onTwo(bob).connect();
    await watching.wait(
      'presence:changed',
      ({ presence }) => presence.userId === bob.userId && presence.presence === 'online',
    );
    // The second node has cached all of this.
    expect(await texts(onTwo(eve), 'zebra from:bob')).toEqual(['a zebra of bob']);
    await onTwo(eve).get(`/files/people/${bob.userId}`).expect(200);
    const gone = ended(there);
    await alice.post(`/users/${bob.userId}/erase`, { username: 'bob', messages: 'remove' }).expect(200);
    await gone;
    expect(there.of('session:ended')[0]).toEqual({ reason: 'deactivated' });
    await watching.wait('user:changed', ({ user }) => user.userId === bob.userId && user.erased === true);
    await onTwo(bob).get('/me').expect(401);
    await ways.expectClosed(two);
    await signIn(two, 'bob', 'bob has a long password').expect(401);
    const { users } = (await onTwo(eve).get('/users').expect(200)).body as { users: UserView[] };
    expect(users.find(({ userId }) => userId === bob.userId)).toMatchObject({
      displayName: 'Deleted account',
    });
    expect((await say(onTwo(eve), general, 'where is @bob')).mentionIds).toEqual([]);
    expect((await find(onTwo(eve), 'from:bob')).unknown).toEqual(['from:bob']);
    await watching.wait(
      'presence:changed',
      ({ presence }) => presence.userId === bob.userId && presence.presence === 'offline',
    );
    const erasure = async () =>
      ((await onTwo(alice).get(`/users/${bob.userId}/erasure`)).body as { step: string }).step;
    await expect.poll(erasure).toBe('done');
    await watching.wait('message:changed', ({ messages }) =>
      messages.some(({ authorId, deletedAt }) => authorId === bob.userId && deletedAt !== null),
    );
    expect(await texts(onTwo(eve), 'zebra')).toEqual([]);
    await onTwo(eve).get(`/files/people/${bob.userId}`).expect(404);
    // The name is free on this node as well.
    const next = await two.register('bob');
    expect((await say(onTwo(eve), general, 'welcome @bob')).mentionIds).toEqual([next.userId]);
  });

  it('whom a guest sees follows the setting and the rooms on the node where nobody changed them', async () => {
    await using nodes = await startTwo();
    const { one, onTwo } = nodes;
    const { alice, bob, eve } = await one.cast();
    await alice.patch('/workspace', { directory: 'everyone' }).expect(200);
    await alice.patch(`/users/${eve.userId}`, { role: 'guest' }).expect(200);
    const [guest, witness] = [await onTwo(eve).connect(), await onTwo(alice).connect()];
    const { roomId } = await privateRoom(alice, [eve]);
    const changes = async (text: string): Promise<boolean> => {
      await bob.patch('/me', { statusText: text }).expect(200);
      await witness.wait('user:changed', ({ user }) => user.statusText === text);
      await alice.patch('/me', { statusText: `after ${text}` }).expect(200);
      await guest.wait('user:changed', ({ user }) => user.statusText === `after ${text}`);
      return guest.of('user:changed').some(({ user }) => user.statusText === text);
    };
    expect(await changes('one')).toBe(true);
    await alice.patch('/workspace', { directory: 'members' }).expect(200);
    await guest.wait('sync:due');
    expect(await changes('two')).toBe(false);
    await onTwo(eve).get(`/users/${bob.userId}`).expect(404);
    await alice.put(`/rooms/${roomId}/members/${bob.userId}`).expect(200);
    await guest.wait('user:changed', ({ user }) => user.statusText === 'two');
    expect(await changes('three')).toBe(true);
    await alice.delete(`/rooms/${roomId}/members/${bob.userId}`).expect(204);
    expect(await changes('four')).toBe(false);
  });

  it('attempts to sign in as one account are counted and slowed together, and forgotten together', async () => {
    await using nodes = await startTwo({
      RATE_LIMITS: 'true',
      TRUSTED_PROXIES: '1',
      SIGN_INS_PER_15_MINUTES: '3',
    });
    const { one, two } = nodes;
    await one.register('alice');
    const attempt = (i: number, password = 'wrong') =>
      signIn(i % 2 === 0 ? one : two, 'alice', password).set('x-forwarded-for', `192.0.2.${i}`);
    // Nine are allowed, from any address, on any node.
    for (let i = 0; i < 9; i++) await attempt(i).expect(401);
    const together = await Promise.all(Array.from({ length: 10 }, (_, i) => attempt(20 + i)));
    expect(together.filter(({ status }) => status === 401)).toHaveLength(1);
    const late = together.filter(({ status }) => status === 429);
    expect(late).toHaveLength(9);
    for (const { headers } of late)
      expect(Number((headers as Record<string, string>)['retry-after'])).toBeGreaterThan(0);
    await attempt(40, 'alice has a long password').expect(429);
    await attempt(41, 'alice has a long password').expect(429);
    // A reset on one node holds on both.
    await one.app.server.limits.hasten('alice|0');
    await attempt(51, 'alice has a long password').expect(200);
    await attempt(50).expect(401);
  });
});
