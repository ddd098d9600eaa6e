import type { CallView } from '@parley/shared/calls/call';
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { privateRoom } from '../../test/build.js';
import { startServer } from '../../test/startServer.js';
import { Calls } from './calls.model.js';
import { joinInput, join, leave, changed, refused, recorded, signalOf, direct } from './test/callers.js';

describe('a leg', () => {
  it('belongs to its session: neither another person nor another device acts for it', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const { roomId } = await privateRoom(alice, [bob]);
    const a = await join(alice, roomId);
    const { callId } = a.call;
    const bobs = await bob.connect();
    expect(await refused(bobs.ask('call:join', joinInput(roomId, { legId: a.legId })))).toBe('not_found');
    expect(await refused(bobs.ask('call:leave', { callId, legId: a.legId }))).toBe('not_found');
    const b = await join(bob, roomId);
    // Another tab of the same person is in no leg of the first.
    const tab = await alice.connect();
    expect(await refused(tab.ask('call:signal', signalOf(a, b)))).toBe('calls.over');
    expect(await refused(b.ears.ask('call:signal', signalOf(a, b)))).toBe('calls.over');
    const nobody = { ...a, legId: randomUUID() };
    expect(await refused(a.ears.ask('call:signal', signalOf(a, nobody)))).toBe('calls.over');
    expect(a.ears.of('call:signal')).toEqual([]);
  });

  it('is not taken over by a join with its id, not even with another call of one’s own at the same time', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const { roomId } = await privateRoom(alice, [bob, eve]);
    const own = (await privateRoom(eve)).roomId;
    const [a, b] = [await join(alice, roomId), await join(bob, roomId)];
    const eves = await eve.connect();
    const { legId } = b;
    const answers = Array.from({ length: 10 }, () => [
      refused(eves.ask('call:join', joinInput(roomId, { legId }))),
      eves.ask('call:join', joinInput(own, { legId, move: true })),
    ]);
    await Promise.all(answers.flat());
    await a.ears.command('call:signal', signalOf(a, b));
    await b.ears.wait('call:signal');
    expect(await refused(eves.ask('call:signal', signalOf(b, a)))).toBe('calls.over');
    expect(await refused(eves.ask('call:react', { callId: b.call.callId, legId, emoji: '👍' }))).toBe(
      'calls.over',
    );
    expect(eves.of('call:signal')).toEqual([]);
    // What she ends is of her own call.
    await b.ears.command('call:beat', { callId: b.call.callId, legId });
    expect((await alice.get(`/rooms/${roomId}/call`)).body).toMatchObject({
      call: { legs: [{}, { legId }] },
    });
  });

  it('is the only one of its person, however many tabs join at once', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const { roomId } = await privateRoom(alice, [bob]);
    await join(alice, roomId);
    const tabs = await Promise.all(Array.from({ length: 8 }, () => bob.connect()));
    const outcomes = await Promise.all(tabs.map((tab) => refused(tab.ask('call:join', joinInput(roomId)))));
    expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(1);
    expect(new Set(outcomes)).toEqual(new Set(['ok', 'calls.busy']));
    await Promise.all(tabs.map((tab) => tab.ask('call:join', joinInput(roomId, { move: true }))));
    const { call } = (await bob.get(`/rooms/${roomId}/call`)).body as { call: CallView };
    expect(call.legs.filter(({ userId }) => userId === bob.userId)).toHaveLength(1);
  });

  it('of a second tab offers to move, and then the first one is out', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const { roomId } = await privateRoom(alice, [bob]);
    const a = await join(alice, roomId);
    const tab = await alice.connect();
    expect(await refused(tab.ask('call:join', joinInput(roomId)))).toBe('calls.busy');
    const moved = joinInput(roomId, { move: true });
    const { call } = await tab.command('call:join', moved);
    expect(call.callId).toBe(a.call.callId);
    expect(call.legs.map(({ legId }) => legId)).toEqual([moved.legId]);
    await changed(a.ears, ({ legs }) => legs.length === 1 && legs[0]?.legId === moved.legId);
    expect(await refused(a.ears.ask('call:beat', { callId: call.callId, legId: a.legId }))).toBe(
      'calls.over',
    );
  });

  it('that joins again over a new connection is the same, and receives signals there', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const { roomId } = await privateRoom(alice, [bob]);
    const [a, b] = [await join(alice, roomId), await join(bob, roomId)];
    b.ears.close();
    await changed(a.ears, ({ legs }) => legs.some(({ legId, away }) => legId === b.legId && away));
    const again = await join(bob, roomId, { legId: b.legId });
    expect(again.epoch).toBe(1);
    expect(again.call.legs.find(({ legId }) => legId === b.legId)?.away).toBe(false);
    await a.ears.command('call:signal', signalOf(a, again));
    await again.ears.wait('call:signal');
  });

  it('that comes back after the call has ended starts no other', async () => {
    await using server = await startServer();
    const { alice, bob, roomId } = await direct(server);
    const [a, b] = [await join(alice, roomId), await join(bob, roomId)];
    await leave(a);
    const { callId } = b.call;
    expect(await refused(b.ears.ask('call:join', joinInput(roomId, { legId: b.legId, callId })))).toBe(
      'calls.over',
    );
    const c = await join(alice, roomId);
    expect(await refused(b.ears.ask('call:join', joinInput(roomId, { legId: b.legId, callId })))).toBe(
      'calls.over',
    );
    expect((await join(bob, roomId, { callId: c.call.callId })).call.legs).toHaveLength(2);
  });

  it('that is silent is gone, and the call ends when that was the last', { timeout: 120_000 }, async () => {
    await using server = await startServer({ CALL_SILENCE_SECONDS: '1' });
    const { alice, bob } = await server.cast();
    const { roomId } = await privateRoom(alice, [bob]);
    const ears = await bob.connect();
    await join(alice, roomId);
    await changed(ears, ({ live, legs }) => live && legs.length === 0);
    await changed(ears, ({ endReason }) => endReason === 'lost');
    await recorded(ears, ({ state, people }) => state === 'ended' && people === 1);
  });

  it('that floods another with signals is refused most of them, and stays in the call', async () => {
    await using server = await startServer({ RATE_LIMITS: 'true' });
    const { alice, bob } = await server.cast();
    const { roomId } = await privateRoom(alice, [bob]);
    const [a, b] = [await join(alice, roomId), await join(bob, roomId)];
    const flood = Array.from({ length: 190 }, () => refused(a.ears.ask('call:signal', signalOf(a, b))));
    const outcomes = await Promise.all(flood);
    expect(new Set(outcomes)).toEqual(new Set(['ok', 'limits.commands']));
    // Sixty in a second; they may fall into two.
    expect(outcomes.filter((outcome) => outcome === 'ok').length).toBeLessThanOrEqual(120);
    await b.ears.command('call:signal', signalOf(b, a));
    await a.ears.wait('call:signal');
  });

  it('malformed, foreign and too large signals are refused, and nothing arrives', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const { roomId } = await privateRoom(alice, [bob]);
    const [a, b] = [await join(alice, roomId), await join(bob, roomId)];
    const bad: object[] = [
      { data: { kind: 'description', type: 'offer', sdp: 'not one', tracks: [] } },
      { data: { kind: 'description', type: 'offer', sdp: `v=0${'x'.repeat(70_000)}`, tracks: [] } },
      { data: { kind: 'description', type: 'rollback', sdp: 'v=0', tracks: [] } },
      { data: { kind: 'candidates', candidates: Array.from({ length: 51 }, () => ({})) } },
      { data: { kind: 'wanted', height: -1 } },
      { data: { kind: 'other' } },
      { epochs: { from: 0, to: 1 } },
      { to: 'nobody' },
    ];
    for (const of of bad)
      expect(await refused(a.ears.ask('call:signal', signalOf(a, b, of)))).toBe('invalid');
    await a.ears.command('call:react', { callId: a.call.callId, legId: a.legId, emoji: '🎉' });
    await b.ears.wait('call:reacted');
    expect(b.ears.of('call:signal')).toEqual([]);
  });
});

describe('programs', () => {
  it('start a call that rings, and leave it', async () => {
    await using server = await startServer();
    const { alice, bob, roomId } = await direct(server);
    const bobs = await bob.connect();
    const started = (await alice.post(`/rooms/${roomId}/call`).expect(201)).body as CallView;
    expect(started).toMatchObject({ legs: [], invited: [{ state: 'ringing' }] });
    expect((await alice.post(`/rooms/${roomId}/call`).expect(200)).body).toMatchObject({
      callId: started.callId,
    });
    await changed(bobs, ({ callId }) => callId === started.callId);
    const { call } = (await bob.post(`/rooms/${roomId}/call/leave`).expect(200)).body as { call: CallView };
    expect(call).toMatchObject({ live: false, endReason: 'declined' });
    expect((await bob.post(`/rooms/${roomId}/call/leave`).expect(200)).body).toEqual({ call: null });
  });
});

describe('what a crash leaves behind', () => {
  it('is made up for: a call without its message gets it', async () => {
    await using server = await startServer();
    const { alice, bob, roomId } = await direct(server);
    const a = await join(alice, roomId);
    await join(bob, roomId);
    await leave(a);
    await recorded(a.ears, ({ state }) => state === 'ended');
    const calls = Calls(server.app.server);
    await expect.poll(() => calls.countDocuments({ stale: true })).toBe(0);
    // As a crash just after the call was stored has it.
    const recordId = randomUUID();
    await calls.updateOne({ _id: a.call.callId }, { $set: { stale: true, messageId: null, recordId } });
    await server.app.server.jobs.runNow('calls.record');
    await a.ears.wait('message:changed', ({ messages }) =>
      messages.some(({ clientId }) => clientId === recordId),
    );
    expect(await calls.countDocuments({ stale: true })).toBe(0);
  });
});
