import type { MessageView } from '@parley/shared/messages';
import type { CallView } from '@parley/shared/calls/call';
import { Types } from 'mongoose';
import { describe, expect, it } from 'vitest';
import { privateRoom } from '../../test/build.js';
import { startServer, type Person } from '../../test/startServer.js';
import { Calls } from './calls.model.js';
import {
  openDirect,
  joinInput,
  join,
  leave,
  changed,
  refused,
  partIn,
  recorded,
  signalOf,
  direct,
} from './test/callers.js';

describe('a call in a direct message', () => {
  it('rings, is answered, signals, and leaves one message that says how long it was', async () => {
    await using server = await startServer();
    const { alice, bob, eve, roomId } = await direct(server);
    const [bobs, eves] = [await bob.connect(), await eve.connect()];
    const a = await join(alice, roomId);
    expect(a.call).toMatchObject({ live: true, startedBy: alice.userId, answeredAt: null, media: 'mesh' });
    expect(a.call.invited).toEqual([{ userId: bob.userId, state: 'ringing' }]);
    const { call } = await changed(bobs, ({ live }) => live);
    expect(call.callId).toBe(a.call.callId);
    await recorded(bobs, ({ state }) => state === 'live');
    const b = await join(bob, roomId, { muted: true });
    await changed(a.ears, ({ legs }) => legs.length === 2);
    await a.ears.command('call:signal', signalOf(a, b));
    expect(await b.ears.wait('call:signal')).toEqual(signalOf(a, b));
    const over = await leave(b);
    expect(over).toMatchObject({ live: false, endReason: 'left', legs: [] });
    expect(await leave(b)).toEqual(over);
    await changed(a.ears, ({ live }) => !live);
    await recorded(a.ears, ({ state, people }) => state === 'ended' && people === 2);
    const calls = ((await alice.get(`/rooms/${roomId}/messages`)).body as { messages: MessageView[] })
      .messages;
    expect(calls.filter(partIn)).toHaveLength(1);
    expect(bobs.of('call:signal')).toEqual([]);
    expect(
      eves.received.filter(({ name }) => name.startsWith('call:') || name === 'message:changed'),
    ).toEqual([]);
  });

  it('has a message that nobody edits, also not the one who called', async () => {
    await using server = await startServer();
    const { alice, roomId } = await direct(server);
    const a = await join(alice, roomId);
    const { messages } = await recorded(a.ears, ({ state }) => state === 'live');
    const path = `/messages/${messages[0]?.messageId ?? ''}`;
    expect((await alice.patch(path, { text: 'never called' })).body).toMatchObject({ code: 'forbidden' });
    expect((await alice.get(path)).body).toMatchObject({ text: '', editedAt: null });
  });

  it('is declined on one device, which ends it on all', async () => {
    await using server = await startServer();
    const { alice, bob, roomId } = await direct(server);
    const [desk, phone] = [await bob.connect(), await bob.connect()];
    const a = await join(alice, roomId);
    await changed(phone, ({ live }) => live);
    const { callId } = a.call;
    expect(await desk.command('call:decline', { callId })).toMatchObject({
      live: false,
      endReason: 'declined',
    });
    await changed(phone, ({ invited }) => invited[0]?.state === 'declined');
    await recorded(phone, ({ state }) => state === 'declined');
    expect(await refused(desk.ask('call:decline', { callId }))).toBe('calls.over');
    await changed(a.ears, ({ live }) => !live);
  });

  it('is missed when nobody answers in time', async () => {
    await using server = await startServer({ CALL_RING_SECONDS: '0.2' });
    const { alice, bob, roomId } = await direct(server);
    const bobs = await bob.connect();
    await join(alice, roomId);
    await changed(bobs, ({ endReason, invited }) => endReason === 'missed' && invited[0]?.state === 'missed');
    await recorded(bobs, ({ state }) => state === 'missed');
    expect((await bob.get(`/rooms/${roomId}/call`).expect(200)).body).toEqual({ call: null });
  });

  it('that both start at once is one call', async () => {
    await using server = await startServer();
    const { alice, bob, roomId } = await direct(server);
    const [one, two] = [await alice.connect(), await bob.connect()];
    for (let i = 0; i < 50; i++) {
      const [mine, theirs] = [joinInput(roomId), joinInput(roomId)];
      const [a, b] = await Promise.all([one.command('call:join', mine), two.command('call:join', theirs)]);
      expect(a.call.callId).toBe(b.call.callId);
      const { callId } = a.call;
      await changed(one, (call) => call.callId === callId && call.legs.length === 2);
      await two.command('call:leave', { callId, legId: theirs.legId });
    }
    expect(await Calls(server.app.server).countDocuments({})).toBe(50);
  });

  it('finds who is in another call busy', async () => {
    await using server = await startServer();
    const { alice, bob, eve, roomId } = await direct(server);
    await join(alice, roomId);
    await join(bob, roomId);
    const other = await openDirect(eve, bob);
    const e = await join(eve, other);
    expect(e.call.invited).toEqual([{ userId: bob.userId, state: 'busy' }]);
    expect(e.call.live).toBe(true);
  });
});

describe('a call in a room', () => {
  it('rings nobody, is joined and left, and outsiders cannot learn of it', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const { roomId } = await privateRoom(alice, [bob]);
    const eves = await eve.connect();
    const a = await join(alice, roomId);
    expect(a.call.invited).toEqual([]);
    const b = await join(bob, roomId);
    expect((await bob.get(`/rooms/${roomId}/call`)).body).toMatchObject({ call: { callId: a.call.callId } });
    const sync = (await bob.get('/sync')).body as { calls: CallView[] };
    expect(sync.calls.map(({ callId }) => callId)).toEqual([a.call.callId]);
    expect(((await eve.get('/sync')).body as { calls: CallView[] }).calls).toEqual([]);
    const { callId } = a.call;
    const foreign = { callId, legId: a.legId };
    for (const answer of [
      eves.ask('call:join', joinInput(roomId)),
      eves.ask('call:decline', { callId }),
      eves.ask('call:show', { ...foreign, muted: true }),
      eves.ask('call:manage', { ...foreign, action: 'remove' }),
    ])
      expect(await refused(answer)).toBe('not_found');
    for (const answer of [eves.ask('call:beat', foreign), eves.ask('call:signal', signalOf(a, b))])
      expect(await refused(answer)).toBe('calls.over');
    for (const path of ['call', 'call/leave', 'call/mute'])
      expect((await eve.post(`/rooms/${roomId}/${path}`, { userId: bob.userId })).status).toBe(404);
    await leave(a);
    const after = await leave(b);
    expect(after).toMatchObject({ live: false, endReason: 'left' });
    expect(eves.received.filter(({ name }) => name.startsWith('call:'))).toEqual([]);
  });

  it('is not seen by those who read a public room without being in it, until they join', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const room = { type: 'public', name: 'Open' };
    const { roomId } = (await alice.post('/rooms', room).expect(201)).body as { roomId: string };
    const bobs = await bob.connect();
    await bobs.command('room:open', { roomId, sinceRev: null });
    const a = await join(alice, roomId);
    await recorded(bobs, ({ state }) => state === 'live');
    expect(bobs.of('call:changed')).toEqual([]);
    await bob.get(`/rooms/${roomId}/call`).expect(403);
    await bob.post(`/rooms/${roomId}/join`).expect(200);
    await a.ears.command('call:show', { callId: a.call.callId, legId: a.legId, hand: true });
    await changed(bobs, ({ legs }) => legs[0]?.hand === true);
  });

  it('ends for who leaves the room, signs out, or is deactivated: their signals are refused, and others see them go', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const cy = await server.register('cy');
    const { roomId } = await privateRoom(alice, [bob, eve, cy]);
    const [a, b, e, c] = [
      await join(alice, roomId),
      await join(bob, roomId),
      await join(eve, roomId),
      await join(cy, roomId),
    ];
    await alice.delete(`/rooms/${roomId}/members/${bob.userId}`).expect(204);
    await changed(a.ears, ({ legs }) => legs.length === 3 && !legs.some(({ legId }) => legId === b.legId));
    expect(await refused(b.ears.ask('call:signal', signalOf(b, a)))).toBe('calls.over');
    await eve.delete(`/me/sessions/${eve.granted.sessionId}`).expect(204);
    await changed(a.ears, ({ legs }) => !legs.some(({ legId }) => legId === e.legId));
    await alice.patch(`/users/${cy.userId}`, { active: false }).expect(200);
    await changed(a.ears, ({ legs }) => legs.length === 1 && legs[0]?.legId === a.legId);
    expect(c.ears.socket.connected).toBe(false);
    await alice.delete(`/rooms/${roomId}`).expect(204);
    await changed(a.ears, ({ endReason }) => endReason === 'archived');
  });

  it('ends for who was removed while a server crashed, when the next sweep finds it', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const { roomId } = await privateRoom(alice, [bob]);
    const [a, b] = [await join(alice, roomId), await join(bob, roomId)];
    const { call } = await changed(a.ears, ({ legs }) => legs.length === 2);
    // As a crash between the removal and what follows it leaves it.
    const members = server.app.server.connection.collection('members');
    await members.updateOne(
      { userId: new Types.ObjectId(bob.userId), roomId: new Types.ObjectId(roomId) },
      { $set: { present: false } },
    );
    await changed(a.ears, ({ legs, version }) => legs.length === 1 && version > call.version);
    expect(await refused(b.ears.ask('call:signal', signalOf(b, a)))).toBe('calls.over');
  });

  it('is managed by moderators: they mute, which only its person undoes, and remove', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const { roomId } = await privateRoom(alice, [bob, eve]);
    const [a, b, e] = [await join(alice, roomId), await join(bob, roomId), await join(eve, roomId)];
    const { callId } = a.call;
    const muted = await a.ears.command('call:manage', { callId, legId: b.legId, action: 'mute' });
    expect(muted.legs.find(({ legId }) => legId === b.legId)?.muted).toBe(true);
    expect(await refused(e.ears.ask('call:manage', { callId, legId: b.legId, action: 'mute' }))).toBe(
      'calls.manage',
    );
    expect(await refused(a.ears.ask('call:show', { callId, legId: b.legId, muted: false }))).toBe(
      'calls.over',
    );
    const open = await b.ears.command('call:show', { callId, legId: b.legId, muted: false, hand: true });
    expect(open.legs.find(({ legId }) => legId === b.legId)).toMatchObject({ muted: false, hand: true });
    await alice.post(`/rooms/${roomId}/call/mute`, { userId: bob.userId }).expect(200);
    await changed(
      b.ears,
      ({ version, legs }) => version > open.version && legs.some((leg) => leg.legId === b.legId && leg.muted),
    );
    await a.ears.command('call:manage', { callId, legId: b.legId, action: 'remove' });
    await changed(b.ears, ({ legs }) => legs.length === 2);
    expect(await refused(b.ears.ask('call:beat', { callId, legId: b.legId }))).toBe('calls.over');
  });

  it('carries eight people; a ninth is refused with the reason, and nobody in it notices', async () => {
    await using server = await startServer();
    const alice = await server.register('alice');
    const others = await Promise.all(Array.from({ length: 8 }, (_, i) => server.register(`person${i}`)));
    const { roomId } = await privateRoom(alice, others);
    const a = await join(alice, roomId);
    for (const person of others.slice(0, 7)) await join(person, roomId, { camera: true });
    const { call } = await changed(a.ears, ({ legs }) => legs.length === 8);
    expect(call.legs.filter(({ camera }) => camera)).toHaveLength(4);
    const events = (): number => a.ears.received.filter(({ name }) => name.startsWith('call:')).length;
    const before = events();
    const ninth = await (others[7] as Person).connect();
    expect(await refused(ninth.ask('call:join', joinInput(roomId)))).toBe('calls.full');
    const { callId } = call;
    expect(await refused(a.ears.ask('call:show', { callId, legId: a.legId, camera: true }))).toBe(
      'calls.cameras',
    );
    expect(events()).toBe(before);
  });
});
