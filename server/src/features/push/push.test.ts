import type { RingEntry } from '@parley/shared/push';
import { describe, expect, it } from 'vitest';
import { generalRoom, say } from '../../test/build.js';
import { openForPushes as open, PushService, registerDevice as register } from '../../test/pushService.js';
import { startServer, type Person } from '../../test/startServer.js';

const log = async (person: Person): Promise<RingEntry[]> =>
  ((await person.get('/me/push/log').expect(200)).body as { entries: RingEntry[] }).entries;
/** The decision about a message is made after its response: polls until it is logged. */
const logged = async (person: Person, count: number): Promise<RingEntry[]> => {
  for (;;) {
    const entries = await log(person);
    if (entries.length >= count) return entries;
  }
};

describe('a push', () => {
  it('rings for a mention while nobody is there, says so in the log, and is taken back when it is read', async () => {
    await using server = await open();
    await using service = await PushService.open();
    const { alice, bob } = await server.cast();
    const roomId = await generalRoom(alice);
    expect((await bob.get('/push/key').expect(200)).body).toEqual({
      publicKey: expect.stringMatching(/^[\w-]{80,}$/) as string,
    });
    await register(bob, service);
    await say(alice, roomId, 'nothing of interest');
    await logged(bob, 1);
    const called = await say(alice, roomId, 'look, **@bob**, ||not|| here');
    await service.wait(1);
    expect(service.got[0]?.payload).toEqual({
      kind: 'message',
      roomId,
      seq: called.seq,
      title: 'Alice · General',
      body: 'look, @bob, ▒▒▒ here',
    });
    expect(service.got[0]?.headers).toMatchObject({
      topic: roomId,
      urgency: 'high',
      authorization: expect.stringMatching(/^vapid t=/) as string,
    });
    const entries = await logged(bob, 2);
    expect(entries.map(({ seq, verdict }) => [seq, verdict])).toEqual([
      [called.seq, 'rang'],
      [called.seq - 1, 'no mention'],
    ]);
    await bob.put(`/rooms/${roomId}/read`, { seq: called.seq }).expect(200);
    await service.wait(2);
    expect(service.got[1]?.payload).toEqual({ kind: 'read', roomId });
  });

  it('of many messages at once asks for people and devices together, and leaves none out', async () => {
    await using server = await open();
    await using service = await PushService.open();
    const { alice, bob } = await server.cast();
    const roomId = await generalRoom(alice);
    await register(bob, service);
    const requested: string[] = [];
    server.app.server.connection.getClient().on('commandStarted', ({ command }) => {
      const { find } = command as { find?: string };
      if (find === 'devices') requested.push(find);
    });
    // While the first push is pending, the others wait for the next turn.
    const answer = service.hold();
    const said = [await say(alice, roomId, '@bob 0')];
    await service.wait(1);
    for (let i = 1; i < 40; i++) said.push(await say(alice, roomId, `@bob ${i}`));
    answer();
    await service.wait(40);
    const seqs = service.got.flatMap(({ payload }) => (payload.kind === 'message' ? payload.seq : []));
    expect(seqs.sort((one, other) => one - other)).toEqual(said.map(({ seq }) => seq));
    // A turn waits three seconds at most for a push service: a slow machine may need some turns to send so many messages.
    expect(requested.length).toBeLessThan(20);
  });

  it('stays silent for who is at work, is not to be disturbed, has quiet hours, or wants nothing', async () => {
    await using server = await open();
    await using service = await PushService.open();
    const { alice, bob } = await server.cast();
    const roomId = await generalRoom(alice);
    await register(bob, service);
    const verdictOf = async (count: number): Promise<string | undefined> => {
      await say(alice, roomId, '@bob look');
      return (await logged(bob, count))[0]?.verdict;
    };
    const ears = await bob.connect();
    await ears.command('presence:set', { active: true });
    expect(await verdictOf(1)).toBe('looking');
    await ears.command('presence:set', { active: false });
    expect(await verdictOf(2)).toBe('rang');
    await bob.patch('/me', { presenceMode: 'dnd' }).expect(200);
    expect(await verdictOf(3)).toBe('do not disturb');
    const always = { days: [0, 1, 2, 3, 4, 5, 6], from: '00:00', to: '00:00', timeZone: 'Europe/Berlin' };
    await bob.patch('/me', { presenceMode: 'auto', quiet: always }).expect(200);
    expect(await verdictOf(4)).toBe('quiet hours');
    await bob.patch('/me', { quiet: null, keywords: ['kite'] }).expect(200);
    await bob.put(`/rooms/${roomId}/members/${bob.userId}`, { level: 'nothing' }).expect(200);
    expect(await verdictOf(5)).toBe('nothing wanted');
    for (const wrong of [
      { quiet: { ...always, timeZone: 'Mars/Base' } },
      { quiet: { ...always, from: '25:00' } },
      { quiet: { ...always, days: [7] } },
      { keywords: [''] },
    ])
      await bob.patch('/me', wrong).expect(400);
    expect(service.got).toHaveLength(1);
  });

  it('is for one’s own rooms and devices alone: what is gone, signed out or dead hears nothing', async () => {
    await using server = await open();
    await using service = await PushService.open();
    const { alice, bob, eve } = await server.cast();
    const room = (await alice.post('/rooms', { type: 'private', name: 'secret', memberIds: [bob.userId] }))
      .body as { roomId: string };
    await register(eve, service, 'eve');
    await register(bob, service, 'bob');
    await say(alice, room.roomId, '@bob @eve come');
    await service.wait(1);
    expect(await log(eve)).toEqual([]);
    // The same endpoint changes nothing, and another one replaces it.
    await register(bob, service, 'bob');
    await register(bob, service, 'bob2');
    service.status = 410;
    await say(alice, room.roomId, '@bob again');
    expect((await logged(bob, 2))[0]?.verdict).toBe('gone');
    service.status = 201;
    await register(bob, service, 'bob3');
    await bob.post('/auth/logout').expect(204);
    await register(alice, service, 'alice');
    await eve.delete('/me/push').expect(204);
    await eve.delete('/me/push').expect(204);
    await eve.post('/me/push/test', { title: 'x', body: 'y' }).expect(404);
    await say(alice, room.roomId, '@bob and once more');
    const general = await generalRoom(eve);
    await say(eve, general, '@alice hello');
    await service.wait(3);
    expect(service.got.map(({ payload }) => ('body' in payload ? payload.body : payload.kind))).toEqual([
      '@bob @eve come',
      '@bob again',
      '@alice hello',
    ]);
  });

  it('is tried on this device by a button, and refused where no server may call', async () => {
    await using server = await open();
    await using service = await PushService.open();
    const { alice } = await server.cast();
    await register(alice, service);
    await alice.post('/me/push/test', { title: 'Parley', body: 'This is how it rings.' }).expect(204);
    expect(service.got[0]?.payload).toEqual({ kind: 'test', title: 'Parley', body: 'This is how it rings.' });
    service.status = 500;
    await alice.post('/me/push/test', { title: 'x', body: 'y' }).expect(503);
    for (const wrong of [
      {},
      { endpoint: 'x', keys: {} },
      { ...service.subscription(), keys: { p256dh: '', auth: '' } },
      { ...service.subscription(), admin: true },
    ])
      await alice.put('/me/push', wrong).expect(400);
    await server.api().put('/api/v1/me/push').send(service.subscription()).expect(401);
    await using strict = await startServer();
    const { bob } = await strict.cast();
    await bob.put('/me/push', service.subscription()).expect(400);
    const inside = { ...service.subscription(), endpoint: 'https://169.254.169.254/latest' };
    await bob.put('/me/push', inside).expect(204);
    await bob.post('/me/push/test', { title: 'x', body: 'y' }).expect(400);
  });
});
