import { seeded } from '@parley/shared/random';
import { describe, expect, it } from 'vitest';
import {
  applyCatchUp,
  applyEvent,
  applyNewer,
  applyOlder,
  freshTimeline,
  hasRevGap,
  hasSeqGap,
  noteHeads,
  shorten,
  type PageOf,
  type Timeline,
} from './timeline';

interface M {
  seq: number;
  rev: number;
  text: string;
}

/** A room on a server that answers correctly. */
class Room {
  readonly log: M[] = [];
  private readonly bySeq = new Map<number, M>();
  get headRev(): number {
    return this.log.length;
  }
  get headSeq(): number {
    return this.bySeq.size;
  }
  change(random: () => number): M {
    const edit = this.headSeq > 0 && random() < 0.4;
    const seq = edit ? 1 + Math.floor(random() * this.headSeq) : this.headSeq + 1;
    const message = { seq, rev: this.headRev + 1, text: `r${this.headRev + 1}` };
    this.bySeq.set(seq, message);
    this.log.push(message);
    return message;
  }
  all(): M[] {
    return [...this.bySeq.values()].sort((a, b) => a.seq - b.seq);
  }
  since(rev: number): M[] {
    return this.all()
      .filter((message) => message.rev > rev)
      .sort((a, b) => a.rev - b.rev);
  }
  page(from: number, to: number): PageOf<M> {
    return {
      messages: this.all().filter(({ seq }) => seq >= from && seq <= to),
      hasMoreBefore: from > 1,
      hasMoreAfter: to < this.headSeq,
    };
  }
  heads(): { headSeq: number; headRev: number } {
    return { headSeq: this.headSeq, headRev: this.headRev };
  }
}

const fresh = (room: Room): Timeline<M> =>
  freshTimeline(room.page(Math.max(1, room.headSeq - 9), room.headSeq), room.heads());

describe('the cursor', () => {
  it('moves by one, waits at a gap, and jumps when the gap is closed [K-1 K-6]', () => {
    const m = (seq: number, rev: number): M => ({ seq, rev, text: '' });
    let timeline = freshTimeline<M>(
      { messages: [m(1, 1)], hasMoreBefore: false, hasMoreAfter: false },
      { headSeq: 1, headRev: 1 },
    );
    timeline = applyEvent(timeline, [m(3, 3)]);
    expect([timeline.cursor, hasRevGap(timeline), hasSeqGap(timeline), timeline.messages.length]).toEqual([
      1,
      true,
      true,
      1,
    ]);
    timeline = applyEvent(timeline, [m(2, 2)]);
    expect([
      timeline.cursor,
      hasRevGap(timeline),
      hasSeqGap(timeline),
      timeline.messages.map(({ seq }) => seq),
    ]).toEqual([3, false, false, [1, 2, 3]]);
  });

  it('does not take a beacon for the change it speaks of [K-4]', () => {
    let timeline = freshTimeline<M>(
      { messages: [], hasMoreBefore: false, hasMoreAfter: false },
      { headSeq: 0, headRev: 0 },
    );
    timeline = noteHeads(timeline, { headSeq: 1, headRev: 2 });
    expect([timeline.cursor, hasRevGap(timeline)]).toEqual([0, true]);
    timeline = applyEvent(timeline, [{ seq: 1, rev: 1, text: '' }]);
    expect([timeline.cursor, hasRevGap(timeline)]).toEqual([1, true]);
    expect(noteHeads(timeline, { headSeq: 1, headRev: 2 })).toBe(timeline);
  });

  it('ignores what it has and what is older [K-5]', () => {
    const old = { seq: 1, rev: 1, text: 'old' };
    const changed = { seq: 1, rev: 2, text: 'new' };
    const timeline = freshTimeline<M>(
      { messages: [changed], hasMoreBefore: false, hasMoreAfter: false },
      { headSeq: 1, headRev: 2 },
    );
    expect(applyEvent(timeline, [old, changed]).messages).toEqual([changed]);
  });
});

describe('a run that has become long', () => {
  const room = new Room();
  while (room.headSeq < 100) room.change(seeded(room.headRev));
  const whole = freshTimeline(room.page(1, room.headSeq), room.heads());
  const stored = (place: number | 'end') => {
    const { messages, atStart, live } = shorten(whole, place, 10);
    return [messages[0]?.seq, messages.at(-1)?.seq, atStart, live];
  };

  it('keeps what is around the place that is read [K-10]', () => {
    expect(stored('end')).toEqual([91, 100, false, true]);
    expect(stored(98)).toEqual([91, 100, false, true]);
    expect(stored(50)).toEqual([45, 54, false, false]);
    expect(stored(2)).toEqual([1, 10, true, false]);
    expect(shorten(whole, 50, 100)).toBe(whole);
  });
  it('takes back by pages what was let go, with what was changed meanwhile [K-7 K-10]', () => {
    let timeline = shorten(whole, 50, 10);
    const changed = { seq: 60, rev: room.headRev + 1, text: 'changed' };
    timeline = applyEvent(timeline, [changed]);
    expect(timeline.messages.at(-1)?.seq).toBe(54);
    const page = room.page(55, 100);
    page.messages = page.messages.map((message) => (message.seq === 60 ? changed : message));
    timeline = applyNewer(timeline, page);
    expect([
      timeline.live,
      timeline.messages.at(-1)?.seq,
      timeline.messages.find(({ seq }) => seq === 60),
    ]).toEqual([true, 100, changed]);
    timeline = applyOlder(timeline, room.page(1, 44));
    expect([timeline.atStart, timeline.messages.length]).toEqual([true, 100]);
  });
});

/** Delivers a room's changes lost, twice, late and out of order, with catch-ups in between; at the end all must be there. */
function deliver(seed: number, naive: boolean): { timeline: Timeline<M>; room: Room } {
  const random = seeded(seed);
  const room = new Room();
  for (let i = 0; i < 5; i++) room.change(random);
  let timeline = fresh(room);
  const onTheWay: M[] = [];
  const receive = (message: M): void => {
    timeline = applyEvent(timeline, [message]);
    // The wrong rule: the cursor is the highest rev seen.
    if (naive) timeline = { ...timeline, cursor: Math.max(timeline.cursor, message.rev), ahead: [] };
  };
  for (let step = 0; step < 60; step++) {
    const what = random();
    if (what < 0.45) {
      const message = room.change(random);
      if (random() < 0.8) onTheWay.push(message);
      if (random() < 0.2) onTheWay.push(message);
    } else if (what < 0.85 && onTheWay.length > 0) {
      const [message] = onTheWay.splice(Math.floor(random() * Math.min(4, onTheWay.length)), 1);
      if (message) receive(message);
    } else if (what < 0.93) {
      // An answer computed now may arrive later, after events that overtake it.
      const changes = room.since(timeline.cursor);
      const heads = { headSeq: room.headSeq, headRev: changes.at(-1)?.rev ?? room.headRev };
      for (const message of onTheWay.splice(0, Math.floor(random() * 3))) receive(message);
      timeline = applyCatchUp(timeline, changes, heads);
    } else if (what < 0.97)
      timeline = applyOlder(
        timeline,
        room.page(Math.max(1, (timeline.messages[0]?.seq ?? 1) - 3), (timeline.messages[0]?.seq ?? 1) - 1),
      );
    else timeline = noteHeads(timeline, room.heads());
    if (random() < 0.1) timeline = shorten(timeline, 'end', 1 + Math.floor(random() * 20));
  }
  for (const message of onTheWay) receive(message);
  timeline = noteHeads(timeline, room.heads());
  if (hasRevGap(timeline)) timeline = applyCatchUp(timeline, room.since(timeline.cursor), room.heads());
  if (hasSeqGap(timeline))
    timeline = applyNewer(timeline, room.page((timeline.messages.at(-1)?.seq ?? 0) + 1, room.headSeq));
  return { timeline, room };
}

const diverged = ({ timeline, room }: ReturnType<typeof deliver>): boolean =>
  JSON.stringify(timeline.messages) !==
  JSON.stringify(room.all().filter(({ seq }) => seq >= (timeline.messages[0]?.seq ?? 1)));

describe('delivery, fuzzed', () => {
  const seeds = Number(process.env['FUZZ_SEEDS'] ?? 5000);
  it(`ends with the server's messages in ${seeds} random deliveries [K-11]`, () => {
    for (let seed = 1; seed <= seeds; seed++) {
      const outcome = deliver(seed, false);
      if (diverged(outcome)) expect(outcome.timeline.messages, `seed ${seed}`).toEqual(outcome.room.all());
      expect(outcome.timeline.cursor, `seed ${seed}`).toBe(outcome.room.headRev);
    }
  });

  it('would not, were the cursor the highest rev seen: so this fuzz can fail [K-3]', () => {
    let wrong = 0;
    for (let seed = 1; seed <= 1000; seed++) if (diverged(deliver(seed, true))) wrong += 1;
    expect(wrong).toBeGreaterThan(100);
  });
});
