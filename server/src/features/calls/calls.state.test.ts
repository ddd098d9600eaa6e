import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import * as state from './calls.state.js';

const START = Date.parse('2026-05-04T10:00:00Z');
const at = (seconds: number): Date => new Date(START + seconds * 1000);
const patience = { silenceMs: 30_000, awayMs: 5000, emptyMs: 15_000 };
const signs = (beats: Record<string, number> = {}, since = 0): state.Signs => ({
  beats: new Map(Object.entries(beats).map(([legId, seconds]) => [legId, at(seconds)])),
  since: at(since),
  patience,
});

const call = (of: Partial<state.CallState> = {}): state.CallState => ({
  personal: true,
  direct: true,
  startedBy: 'ana',
  startedAt: at(0),
  answeredAt: null,
  ringsUntil: at(45),
  endedAt: null,
  endReason: null,
  legs: [],
  invited: [{ userId: 'bo', state: 'ringing' }],
  ...of,
});
const leg = (legId: string, userId = legId): state.Joining => ({
  legId,
  userId,
  sessionId: userId,
  socketId: legId,
  muted: false,
  camera: false,
});
const join = (to: state.CallState, legId: string, seconds = 0, userId = legId): state.CallState =>
  state.joined(to, leg(legId, userId), at(seconds), 4);
const live = (of: state.CallState): string[] => state.liveLegs(of).map(({ legId }) => legId);
const invited = (of: state.CallState): string[] =>
  of.invited.map(({ userId, state }) => `${userId} ${state}`);

describe('a call of two', () => {
  it('is answered by the second, and ends when one hangs up; it lasted from the answer on', () => {
    const answered = join(join(call(), 'ana'), 'bo', 10);
    expect(answered.answeredAt).toEqual(at(10));
    expect(invited(answered)).toEqual(['bo answered']);
    const over = state.left(answered, at(70), ['ana']);
    expect(over).toMatchObject({ endReason: 'left', endedAt: at(70) });
    expect(live(over)).toEqual([]);
    expect(state.summary(over)).toEqual({ people: 2, seconds: 60 });
  });

  it('is missed when nobody answers, when the caller gives up, and when the caller is lost', () => {
    const rings = join(call(), 'ana');
    const rungOut = state.swept(rings, at(45), signs({ ana: 44 }));
    expect(rungOut).toMatchObject({ endReason: 'missed', invited: [{ state: 'missed' }] });
    expect(state.left(rings, at(5), ['ana'])).toMatchObject({
      endReason: 'missed',
      invited: [{ state: 'missed' }],
    });
    const lost = state.swept(rings, at(31), signs({}));
    expect(live(lost)).toEqual([]);
    expect(state.swept(lost, at(46), signs({}))).toMatchObject({ endReason: 'missed' });
  });

  it('is declined on all devices, and that ends it', () => {
    expect(state.declined(join(call(), 'ana'), at(3), 'bo')).toMatchObject({ endReason: 'declined' });
    const answered = join(join(call(), 'ana'), 'bo', 10);
    expect(state.declined(answered, at(11), 'bo')).toBe(answered);
    expect(state.declined(answered, at(11), 'eve')).toBe(answered);
  });
});

describe('a call of a group', () => {
  const group = call({
    direct: false,
    invited: [
      { userId: 'bo', state: 'ringing' },
      { userId: 'cy', state: 'ringing' },
    ],
  });

  it('goes on with whoever is there, and ends when all have declined or nobody is left', () => {
    const one = state.declined(join(group, 'ana'), at(2), 'bo');
    expect(state.isOver(one)).toBe(false);
    expect(state.declined(one, at(3), 'cy')).toMatchObject({ endReason: 'declined' });
    const answered = join(one, 'cy', 4);
    const alone = state.left(answered, at(9), ['cy']);
    expect(state.isOver(alone)).toBe(false);
    expect(state.left(alone, at(12), ['ana'])).toMatchObject({ endReason: 'left' });
  });

  it('ends when nobody can answer: some have declined, and the others are busy; or all are, until it stops ringing', () => {
    const invited = [
      { userId: 'bo', state: 'ringing' as const },
      { userId: 'cy', state: 'busy' as const },
    ];
    const one = join({ ...group, invited }, 'ana');
    expect(state.declined(one, at(2), 'bo')).toMatchObject({ endReason: 'declined' });
    const busy = join({ ...group, invited: [{ userId: 'cy', state: 'busy' }] }, 'ana');
    expect(state.isOver(state.swept(busy, at(44), signs({ ana: 44 })))).toBe(false);
    expect(state.swept(busy, at(45), signs({ ana: 44 }))).toMatchObject({ endReason: 'missed' });
  });

  it('can be joined after it was declined or missed', () => {
    const missed = state.swept(join(join(group, 'ana'), 'cy', 5), at(46), signs({ ana: 45, cy: 45 }));
    expect(invited(missed)).toEqual(['bo missed', 'cy answered']);
    expect(invited(join(missed, 'bo', 50))).toEqual(['bo answered', 'cy answered']);
  });
});

describe('a leg', () => {
  it('that loses its connection has five seconds, and keeps its place if it is back by then', () => {
    const away = state.away(join(join(call(), 'ana'), 'bo', 1), at(20), { legId: 'bo', socketId: 'bo' });
    expect(state.swept(away, at(24), signs({ ana: 24, bo: 19 }))).toBe(away);
    const back = join(away, 'bo', 24);
    expect(state.findLiveLeg(back, 'bo')).toMatchObject({ epoch: 1, joinedAt: at(1), awaySince: null });
    expect(live(state.swept(away, at(26), signs({ ana: 24, bo: 19 })))).toEqual(['ana']);
  });

  it('that has come back over another connection is not lost with the one before', () => {
    const two = join(join(call(), 'ana'), 'bo', 1);
    const back = state.joined(two, { ...leg('bo'), socketId: 'second' }, at(20), 4);
    expect(state.away(back, at(40), { legId: 'bo', socketId: 'bo' })).toBe(back);
  });

  it('that is live is never dropped from a call, however many have left it', () => {
    let current = join(call({ direct: false }), 'first');
    for (let i = 0; i < 300; i++)
      current = state.left(join(current, `leg ${i}`, i, 'bo'), at(i), [`leg ${i}`]);
    expect(live(current)).toEqual(['first']);
    expect(current.legs.length).toBeLessThanOrEqual(201);
  });

  it('that was gone and joins again has a new epoch, so that the others connect anew', () => {
    const gone = state.swept(
      state.away(join(join(call(), 'ana'), 'bo', 1), at(20), { legId: 'bo', socketId: 'bo' }),
      at(26),
      signs({ ana: 25 }),
    );
    expect(state.findLiveLeg(join(gone, 'bo', 30), 'bo')).toMatchObject({ epoch: 2, joinedAt: at(30) });
  });

  it('is gone after thirty seconds of silence; a server that has just started waits for that long first', () => {
    const two = join(join(call(), 'ana'), 'bo', 1);
    expect(live(state.swept(two, at(40), signs({ ana: 30 })))).toEqual(['ana']);
    expect(live(state.swept(two, at(400), signs({ ana: 30 }, 380)))).toEqual(['ana', 'bo']);
    expect(live(state.swept(two, at(411), signs({ ana: 400 }, 380)))).toEqual(['ana']);
  });

  it('was there until its last heartbeat: a call that all have lost ended then', () => {
    const two = join(join(call(), 'ana'), 'bo', 1);
    const lost = state.swept(two, at(131), signs({ ana: 90, bo: 100 }));
    expect(live(lost)).toEqual([]);
    const over = state.swept(lost, at(150), signs({ ana: 90, bo: 100 }));
    expect(over).toMatchObject({ endReason: 'lost', endedAt: at(100) });
    expect(state.summary(over).seconds).toBe(99);
  });

  it('shares the screen alone: the newest takes over', () => {
    const two = state.shown(join(join(call(), 'ana'), 'bo', 1), 'ana', { screen: true });
    const taken = state.shown(two, 'bo', { screen: true });
    expect(taken.legs.map(({ screen }) => screen)).toEqual([false, true]);
    expect(state.shown(taken, 'bo', { screen: true })).toBe(taken);
    expect(state.shown(taken, 'eve', { screen: true })).toBe(taken);
  });

  it('joins with its camera off where there are enough', () => {
    const full = ['a', 'b', 'c', 'd'].reduce(
      (to, legId) => state.joined(to, { ...leg(legId), camera: true }, at(1), 4),
      call({ direct: false }),
    );
    expect(state.findLiveLeg(state.joined(full, { ...leg('e'), camera: true }, at(2), 4), 'e')?.camera).toBe(
      false,
    );
    expect(state.mayShowCamera(full, 'e', 4)).toBe(false);
    expect(state.mayShowCamera(full, 'a', 4)).toBe(true);
    expect(state.isFull(full, 'e', 4)).toBe(true);
    expect(state.isFull(full, 'a', 4)).toBe(false);
  });
});

const people = ['ana', 'bo', 'cy'];
const step = fc.record({
  kind: fc.constantFrom('join', 'leave', 'decline', 'show', 'away', 'beat', 'sweep', 'remove'),
  userId: fc.constantFrom(...people),
  tab: fc.constantFrom('1', '2'),
  wait: fc.integer({ min: 0, max: 25 }),
});

interface Step {
  kind: 'join' | 'leave' | 'decline' | 'show' | 'away' | 'beat' | 'sweep' | 'remove';
  userId: string;
  tab: string;
  wait: number;
}

describe('any sequence of events', () => {
  const play = (direct: boolean, steps: readonly Step[]): state.CallState[] => {
    let now = 0;
    const beats: Record<string, number> = {};
    let current = call({
      direct,
      ...(direct
        ? {}
        : { invited: people.slice(1).map((userId) => ({ userId, state: 'ringing' as const })) }),
    });
    const seen: state.CallState[] = [current];
    for (const { kind, userId, tab, wait } of steps) {
      now += wait;
      const legId = userId + tab;
      if (kind === 'beat') beats[legId] = now;
      if (!state.isOver(current) || kind === 'sweep')
        current = {
          join: () => join(current, legId, now, userId),
          leave: () => state.left(current, at(now), [legId]),
          decline: () => state.declined(current, at(now), userId),
          show: () => state.shown(current, legId, { screen: true, hand: tab === '1' }),
          away: () => state.away(current, at(now), { legId, socketId: legId }),
          sweep: () => state.swept(current, at(now), signs(beats)),
          remove: () => state.removed(current, at(now), (leg) => leg.userId === userId),
          beat: () => current,
        }[kind]();
      seen.push(current);
    }
    return seen;
  };

  it('keeps what always holds', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.array(step, { maxLength: 40 }), (direct, steps) => {
        const seen = play(direct, steps);
        for (const [i, one] of seen.entries()) {
          const legs = state.liveLegs(one);
          expect(new Set(one.legs.map(({ legId }) => legId)).size).toBe(one.legs.length);
          expect(legs.filter(({ screen }) => screen).length).toBeLessThanOrEqual(1);
          if (state.isOver(one)) {
            expect(legs).toEqual([]);
            expect(one.invited.every(({ state }) => state !== 'ringing')).toBe(true);
            expect(one.endReason).not.toBeNull();
            // An ended call never changes again.
            expect(seen.slice(i).every((later) => later === one)).toBe(true);
          }
          expect(state.summary(one).seconds).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 2000, seed: 26 },
    );
  });

  it('ends, once nobody does anything more', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.array(step, { maxLength: 30 }), (direct, steps) => {
        const last = play(direct, steps).at(-1) ?? call();
        const once = state.swept(last, at(10_000), signs());
        expect(state.isOver(state.swept(once, at(10_100), signs()))).toBe(true);
      }),
      { numRuns: 500, seed: 27 },
    );
  });
});
