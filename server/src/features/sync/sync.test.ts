import { randomUUID } from 'node:crypto';
import type { SyncView } from '@parley/shared/sync';
import { describe, expect, it } from 'vitest';
import { generalRoom, privateRoom, say } from '../../test/build.js';
import { startServer } from '../../test/startServer.js';
import { listUsers } from '../users/users.access.js';

const syncOf = async (person: { get: (path: string) => PromiseLike<{ body: unknown }> }): Promise<SyncView> =>
  (await person.get('/sync')).body as SyncView;

describe('sync', () => {
  it('brings all of one’s own at once, unread and mentions derived', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const room = await privateRoom(alice, [bob]);
    await say(alice, room.roomId, 'one');
    await say(alice, room.roomId, 'two @bob');
    const mine = (await syncOf(bob)).rooms.find((state) => state.room.roomId === room.roomId);
    expect(mine).toMatchObject({ headSeq: 2, headRev: 2, mentionSeqs: [2], member: { readSeq: 0 } });
    expect((await syncOf(eve)).rooms.some((state) => state.room.roomId === room.roomId)).toBe(false);
    await bob.put(`/rooms/${room.roomId}/read`, { seq: 2 }).expect(200);
    expect((await syncOf(bob)).rooms.find((state) => state.room.roomId === room.roomId)).toMatchObject({
      mentionSeqs: [],
      member: { readSeq: 2 },
    });
  });

  it('of many who ask at once everybody is read once, and not for each of them', async () => {
    await using server = await startServer();
    await server.cast();
    let readings = 0;
    server.app.server.connection.getClient().on('commandStarted', ({ command }) => {
      const { find, limit } = command as { find?: string; limit?: number };
      if (find === 'users' && limit === 10_000) readings += 1;
    });
    const asking = Array.from({ length: 40 }, () => listUsers({ server: server.app.server }));
    for (const users of await Promise.all(asking))
      expect(users.map(({ username }) => username)).toEqual(['alice', 'bob', 'eve']);
    expect(readings).toBe(1);
  });

  it('opening a room gives the changes since a rev, or a fresh page when there are too many [U-1 U-2 U-3 U-5]', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const room = await privateRoom(alice, [bob]);
    const ears = await bob.connect();
    const first = await say(alice, room.roomId, 'one');
    const fresh = await ears.command('room:open', { roomId: room.roomId, sinceRev: null });
    expect(fresh).toMatchObject({
      kind: 'reset',
      headSeq: 1,
      headRev: 1,
      messages: [first],
      hasMoreBefore: false,
    });
    await say(alice, room.roomId, 'two');
    await alice.patch(`/messages/${first.messageId}`, { text: 'one, better' });
    const changes = await ears.command('room:open', { roomId: room.roomId, sinceRev: 1 });
    expect(changes).toMatchObject({ kind: 'changes', headSeq: 2, headRev: 3 });
    expect(changes.messages.map(({ rev, text }) => [rev, text])).toEqual([
      [2, 'two'],
      [3, 'one, better'],
    ]);
    expect(await ears.command('room:open', { roomId: room.roomId, sinceRev: 3 })).toMatchObject({
      kind: 'changes',
      messages: [],
      headRev: 3,
    });
    await Promise.all(Array.from({ length: 501 }, (_, i) => say(alice, room.roomId, `m${i}`)));
    expect(await ears.command('room:open', { roomId: room.roomId, sinceRev: 3 })).toMatchObject({
      kind: 'reset',
      headSeq: 503,
      hasMoreBefore: true,
    });
  });

  it('the beacon tells the heads of rooms, and ends sockets whose session is gone [U-10]', async () => {
    await using server = await startServer({ BEACON_SECONDS: '0.2' });
    const { alice, bob } = await server.cast();
    const room = await privateRoom(alice, [bob]);
    const ears = await bob.connect();
    await say(alice, room.roomId, 'hi');
    await ears.wait('room:heads', ({ rooms }) =>
      rooms.some((heads) => heads.roomId === room.roomId && heads.headRev === 1),
    );
    const { Sessions } = await import('../sessions/sessions.model.js');
    await Sessions(server.app.server).deleteOne({ _id: bob.granted.sessionId });
    expect(await ears.wait('session:ended')).toEqual({ reason: 'revoked' });
  });
});

describe('read marks', () => {
  it('only go forward, not beyond the end, and are told unless one opts out', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const room = await privateRoom(alice, [bob]);
    for (const text of ['1', '2', '3']) await say(alice, room.roomId, text);
    const [toAlice, fromBob] = [await alice.connect(), await bob.connect()];
    expect(await fromBob.command('read:mark', { roomId: room.roomId, seq: 2 })).toEqual({ seq: 2 });
    expect((await toAlice.wait('read:changed')).read).toEqual({
      roomId: room.roomId,
      userId: bob.userId,
      seq: 2,
    });
    expect(await fromBob.command('read:mark', { roomId: room.roomId, seq: 1 })).toEqual({ seq: 2 });
    expect(await fromBob.command('read:mark', { roomId: room.roomId, seq: 999 })).toEqual({ seq: 3 });
    await toAlice.wait('read:changed', ({ read }) => read.seq === 3);
    expect(await fromBob.ask('read:mark', { roomId: room.roomId, seq: -1 })).toMatchObject({
      ok: false,
      error: { code: 'invalid' },
    });
    await bob.patch('/me', { showReceipts: false }).expect(200);
    await say(alice, room.roomId, '4');
    await fromBob.command('read:mark', { roomId: room.roomId, seq: 4 });
    expect(
      ((await alice.get(`/rooms/${room.roomId}/reads`)).body as { reads: { userId: string }[] }).reads.map(
        ({ userId }) => userId,
      ),
    ).toEqual([alice.userId]);
    expect(toAlice.of('read:changed').some(({ read }) => read.seq === 4)).toBe(false);
  });
});

describe('presence and typing', () => {
  it('follow all of one’s connections', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const ears = await alice.connect();
    const first = await bob.connect();
    const online = await ears.wait('presence:changed', ({ presence }) => presence.userId === bob.userId);
    expect(online.presence.presence).toBe('online');
    const second = await bob.connect();
    await first.command('presence:set', { active: false });
    await second.command('presence:set', { active: false });
    await ears.wait(
      'presence:changed',
      ({ presence }) => presence.userId === bob.userId && presence.presence === 'away',
    );
    await bob.patch('/me', { presenceMode: 'dnd' }).expect(200);
    await ears.wait('presence:changed', ({ presence }) => presence.presence === 'dnd');
    first.close();
    expect((await syncOf(alice)).presences).toContainEqual({ userId: bob.userId, presence: 'dnd' });
    second.close();
  });

  it('typing is heard by the room but not by the typist, and stops by itself when they go', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const roomId = await generalRoom(alice);
    const [own, other] = [await alice.connect(), await bob.connect()];
    await own.command('typing:start', { roomId });
    expect(await other.wait('typing:changed')).toEqual({ roomId, userId: alice.userId, typing: true });
    own.close();
    await other.wait('typing:changed', ({ typing }) => !typing);
    expect(own.of('typing:changed')).toEqual([]);
  });

  it('who falls silent without saying so has stopped typing after six seconds', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const roomId = await generalRoom(alice);
    const [own, other] = [await alice.connect(), await bob.connect()];
    await own.command('typing:start', { roomId });
    await other.wait('typing:changed', ({ typing }) => typing);
    await other.wait('typing:changed', ({ typing }) => !typing);
    expect(own.socket.connected).toBe(true);
  });

  it('are told at most once a second of one person, who may flip as fast as they like, and then as they are', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const roomId = await generalRoom(alice);
    const [own, other] = [await alice.connect(), await bob.connect()];
    const presences = (): string[] =>
      other
        .of('presence:changed')
        .flatMap(({ presence: { userId, presence } }) => (userId === alice.userId ? [presence] : []));
    const typings = (): boolean[] => other.of('typing:changed').map(({ typing }) => typing);
    const [before, began] = [presences().length, performance.now()];
    for (let i = 0; i < 40; i++) {
      await own.command('presence:set', { active: i % 2 === 0 });
      await own.command(i % 2 === 0 ? 'typing:stop' : 'typing:start', { roomId });
    }
    await expect.poll(() => [presences().at(-1), typings().at(-1)]).toEqual(['away', true]);
    const most = Math.ceil((performance.now() - began) / 1000) + 1;
    expect(presences().length - before).toBeLessThanOrEqual(most);
    expect(typings().filter(Boolean).length).toBeLessThanOrEqual(most);
    expect(typings().length).toBeLessThanOrEqual(2 * most);
    expect((await syncOf(bob)).presences).toContainEqual({ userId: alice.userId, presence: 'away' });
  });
});

describe('hostile input over the socket', () => {
  it.each([
    ['message:send', undefined],
    ['message:send', null],
    ['message:send', 'text'],
    ['message:send', { roomId: { $ne: null }, clientId: randomUUID(), text: 'x' }],
    ['message:send', { roomId: 'x', clientId: randomUUID(), text: { $where: '1' } }],
    ['message:send', JSON.parse('{"__proto__":{"admin":true}}') as object],
    ['room:open', { roomId: [], sinceRev: 'NaN' }],
    ['read:mark', { roomId: '0'.repeat(24), seq: 1e308 }],
    ['typing:start', {}],
    ['presence:set', { active: 'yes' }],
  ])('%s %j is answered as invalid, and the server goes on', async (name, input) => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const ears = await alice.connect();
    const answer = await ears.ask(name as 'message:send', input as never);
    expect(answer).toMatchObject({ ok: false });
    expect(['invalid', 'not_found']).toContain(answer.ok ? '' : answer.error.code);
    await alice.get('/me').expect(200);
  });

  it('refuses foreign origins, and cuts a flood', async () => {
    await using server = await startServer({ RATE_LIMITS: 'true' });
    const { alice } = await server.cast();
    const { io } = await import('socket.io-client');
    const foreign = io(server.url, {
      auth: { token: alice.granted.accessToken },
      transports: ['websocket'],
      extraHeaders: { origin: 'https://evil.example' },
      reconnection: false,
    });
    await new Promise((resolve) => foreign.once('connect_error', resolve));
    foreign.close();
    const ears = await alice.connect();
    const cut = new Promise((resolve) => ears.socket.once('disconnect', resolve));
    for (let i = 0; i < 2000; i++) ears.socket.emit('presence:set', { active: true });
    await cut;
    await alice.get('/me').expect(200);
  });
});
