import { randomBytes } from 'node:crypto';
import type { RoomView } from '@parley/shared/rooms';
import { describe, expect, inject, it } from 'vitest';
import { generalRoom, privateRoom, say } from '../test/build.js';
import { ServerProcess } from '../test/serverProcess.js';
import { RedisProcess } from '../test/startRedis.js';
import { Person, startServer, type TestServer } from '../test/startServer.js';

const redisUrl = inject('redisUrl');

/** Two nodes of one workspace; people are signed in on the first. */
async function startTwo(
  environment: Record<string, string> = {},
): Promise<{ one: TestServer; two: TestServer; onTwo: (person: Person) => Person }> {
  const database = `t${randomBytes(6).toString('hex')}`;
  const shared = { ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }), ...environment };
  const one = await startServer(shared, database);
  const two = await startServer(shared, database);
  return { one, two, onTwo: ({ granted, username }) => new Person(two, granted, username) };
}

/** Alice's room on the first node; bob and eve are in it and connected to the second. */
async function acrossNodes(one: TestServer, onTwo: (person: Person) => Person) {
  const { alice, bob, eve } = await one.cast();
  const room = await privateRoom(alice, [bob, eve]);
  return { alice, bob, eve, room, bobs: await onTwo(bob).connect(), eves: await onTwo(eve).connect() };
}

const health = async (server: TestServer): Promise<object> =>
  (await server.api().get('/health/ready')).body as object;

describe.skipIf(redisUrl === undefined)('several nodes', () => {
  it('hear each other: messages, typing, rooms and reads', async () => {
    const { one, two, onTwo } = await startTwo();
    await using _one = one;
    await using _two = two;
    const { alice, bob, eve } = await one.cast();
    const ears = await onTwo(bob).connect();
    const outsider = await onTwo(eve).connect();
    const mouth = await alice.connect();
    const room = await privateRoom(alice, [bob]);
    // The admission reached the other node before the room's messages.
    await say(alice, room.roomId, 'across');
    expect(
      (await ears.wait('message:changed', ({ roomId }) => roomId === room.roomId)).messages[0]?.text,
    ).toBe('across');
    await mouth.command('typing:start', { roomId: room.roomId });
    await ears.wait('typing:changed', ({ userId }) => userId === alice.userId);
    await alice.patch(`/rooms/${room.roomId}`, { topic: 'new' }).expect(200);
    await ears.wait('room:changed', ({ room: changed }) => changed.topic === 'new');
    await onTwo(bob).put(`/rooms/${room.roomId}/read`, { seq: 1 }).expect(200);
    await mouth.wait('read:changed', ({ read }) => read.userId === bob.userId);
    expect(outsider.of('message:changed').filter(({ roomId }) => roomId === room.roomId)).toEqual([]);
    expect(outsider.of('typing:changed')).toEqual([]);
  });

  it('who talk in one room in turn hear how far it is, and lose no claim after the first [C-13]', async () => {
    const { one, two, onTwo } = await startTwo();
    await using _one = one;
    await using _two = two;
    const { alice, bob, room, bobs } = await acrossNodes(one, onTwo);
    const alices = await alice.connect();
    const tried: string[] = [];
    for (const { app } of [one, two])
      app.server.connection.getClient().on('commandStarted', ({ commandName, command }) => {
        const { insert, find, limit } = command as { insert?: string; find?: string; limit?: number };
        // The last place is read one by one; the search reads more.
        if (insert === 'messages' || (find === 'messages' && limit === 1)) tried.push(commandName);
      });
    const received = (text: string) => (event: { messages: { text: string }[] }) =>
      event.messages.some((message) => message.text === text);
    const talk = async (turns: string[]): Promise<void> => {
      for (const text of turns) {
        await Promise.all([say(alice, room.roomId, text), bobs.wait('message:changed', received(text))]);
        const answer = `${text}!`;
        await Promise.all([
          say(onTwo(bob), room.roomId, answer),
          alices.wait('message:changed', received(answer)),
        ]);
      }
    };
    await talk(['ping', 'still there?']);
    tried.length = 0;
    await talk(['one', 'two', 'three', 'four']);
    expect(tried).toEqual(Array.from({ length: 8 }, () => 'insert'));
  });

  it('agree on who is there, wherever they are connected', async () => {
    const { one, two, onTwo } = await startTwo({ BEACON_SECONDS: '0.3' });
    await using _one = one;
    await using _two = two;
    const { alice, bob, eve } = await one.cast();
    const watching = await onTwo(bob).connect();
    const here = await alice.connect();
    const alices = (presence: string) => (event: { presence: { userId: string; presence: string } }) =>
      event.presence.userId === alice.userId && event.presence.presence === presence;
    await watching.wait('presence:changed', alices('online'));
    await here.command('presence:set', { active: false });
    await watching.wait('presence:changed', alices('away'));
    // Active on the other node: online again, also when the idle connection ends.
    const there = await onTwo(alice).connect();
    await expect
      .poll(async () => ((await eve.get('/sync')).body as { presences: object[] }).presences)
      .toContainEqual({
        userId: alice.userId,
        presence: 'online',
      });
    here.close();
    there.close();
    await watching.wait('presence:changed', alices('offline'));
  });

  it('forget who was connected to a node that was killed', async () => {
    const database = `t${randomBytes(6).toString('hex')}`;
    const environment = { REDIS_URL: redisUrl ?? '', BEACON_SECONDS: '0.3' };
    await using one = await startServer(environment, database);
    await using doomed = await ServerProcess.start({
      ...environment,
      MONGODB_URI: one.uri,
      LOG_LEVEL: 'silent',
    });
    const bob = await one.register('bob');
    const granted = await doomed.register('alice');
    const ears = await bob.connect();
    const other = { url: doomed.url, sockets: one.sockets } as TestServer;
    await new Person(other, granted, 'alice').connect();
    const of = (presence: string) => (event: { presence: { userId: string; presence: string } }) =>
      event.presence.userId === granted.me.userId && event.presence.presence === presence;
    await ears.wait('presence:changed', of('online'));
    doomed.child.kill('SIGKILL');
    await ears.wait('presence:changed', of('offline'));
  });

  it('end sessions, evict from rooms and change roles on each other', async () => {
    const { one, two, onTwo } = await startTwo();
    await using _one = one;
    await using _two = two;
    const { alice, bob, eve, room, bobs, eves } = await acrossNodes(one, onTwo);
    await alice.delete(`/rooms/${room.roomId}/members/${bob.userId}`).expect(204);
    await say(alice, room.roomId, 'without bob');
    await eves.wait('message:changed', ({ roomId }) => roomId === room.roomId);
    expect(
      bobs
        .of('message:changed')
        .filter(({ messages }) => messages.some(({ text }) => text === 'without bob')),
    ).toEqual([]);
    // A member may open any public room, a guest none they were not added to.
    const hall = (await alice.post('/rooms', { type: 'public', name: 'Hall' }).expect(201)).body as RoomView;
    const look = async (): Promise<boolean> =>
      (await bobs.ask('room:open', { roomId: hall.roomId, sinceRev: 0 })).ok;
    expect(await look()).toBe(true);
    await alice.patch(`/users/${bob.userId}`, { role: 'guest' }).expect(200);
    await expect.poll(look).toBe(false);
    await alice.patch(`/users/${eve.userId}`, { active: false }).expect(200);
    await expect.poll(() => eves.socket.connected).toBe(false);
    await bob
      .delete(`/me/sessions/${((await bob.get('/sync')).body as { sessionId: string }).sessionId}`)
      .expect(204);
    await expect.poll(() => bobs.socket.connected).toBe(false);
  });

  it('count attempts together', async () => {
    const { one, two } = await startTwo({ RATE_LIMITS: 'true', SIGN_INS_PER_15_MINUTES: '4' });
    await using _one = one;
    await using _two = two;
    // A name of its own: the counters of a Redis outlive a test.
    const login = `nobody${randomBytes(6).toString('hex')}`;
    const attempt = async (server: TestServer): Promise<number> =>
      (await server.api().post('/api/v1/auth/login').send({ login, password: 'wrong wrong' })).status;
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push(await attempt(one), await attempt(two));
    expect(statuses).toEqual([401, 401, 401, 401, 429, 429]);
  });
});

describe.skipIf(redisUrl === undefined)('when Redis is lost', () => {
  it('sends succeed, the other node hears by the beacon, evictions hold, and all is well when it is back [U-10]', async () => {
    const redis = await RedisProcess.start();
    if (!redis) return expect.fail('there is no redis-server to be ended');
    const { one, two, onTwo } = await startTwo({ REDIS_URL: redis.url, BEACON_SECONDS: '0.3' });
    await using _one = one;
    await using _two = two;
    const { alice, eve, room, bobs, eves } = await acrossNodes(one, onTwo);
    await say(alice, room.roomId, 'before');
    await bobs.wait('message:changed', ({ roomId }) => roomId === room.roomId);
    await redis.stop();
    await expect.poll(() => health(one)).toMatchObject({ redis: 'unreachable', status: 'ok' });
    const during = await say(alice, room.roomId, 'during');
    await bobs.wait('room:heads', ({ rooms }) => rooms.some(({ headRev }) => headRev >= during.rev));
    const caughtUp = await bobs.command('room:open', { roomId: room.roomId, sinceRev: 1 });
    expect(JSON.stringify(caughtUp)).toContain('during');
    // Removed by a node that cannot publish it: the other detects it by itself, within two beacons.
    await alice.delete(`/rooms/${room.roomId}/members/${eve.userId}`).expect(204);
    const socket = [...two.app.io.sockets.sockets.values()].find(
      ({ data }) => data.actor.userId === eve.userId,
    );
    await expect.poll(() => socket?.rooms.has(`room:${room.roomId}`)).toBe(false);
    // The same for a role, which no socket of the other node received.
    await alice.patch(`/users/${eve.userId}`, { role: 'guest' }).expect(200);
    await expect.poll(() => socket?.data.actor.role).toBe('guest');
    // Other changes have no head: while the link is down everybody syncs again, and once after.
    await bobs.wait('sync:due');
    const requested = bobs.of('sync:due').length;
    await redis.restart();
    await expect.poll(() => health(one)).toMatchObject({ redis: 'ok' });
    await expect.poll(() => bobs.of('sync:due').length).toBeGreaterThan(requested);
    await expect.poll(() => health(two)).toMatchObject({ redis: 'ok' });
    await expect
      .poll(async () => {
        await say(alice, room.roomId, 'after');
        return bobs
          .of('message:changed')
          .some(({ messages }) => messages.some(({ text }) => text === 'after'));
      })
      .toBe(true);
    expect(JSON.stringify(eves.of('message:changed'))).not.toMatch(/during|after/);
    await redis.stop();
  });
});

describe('several nodes without Redis', () => {
  it('say so in their health', async () => {
    const database = `t${randomBytes(6).toString('hex')}`;
    await using one = await startServer({}, database);
    expect(await health(one)).toMatchObject({ nodes: 1, redis: 'none' });
    await using two = await startServer({}, database);
    await expect
      .poll(() => health(two))
      .toMatchObject({ nodes: 2, warning: 'several nodes, and no REDIS_URL' });
    // It must get requests all the same, and works without Redis.
    const { alice } = await two.cast();
    expect((await say(alice, await generalRoom(alice), 'here')).seq).toBeGreaterThan(0);
  });
});
