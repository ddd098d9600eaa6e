import { seeded } from '@parley/shared/random';
import { describe, expect, it } from 'vitest';
import { check, type Stored } from './checker';
import type { Entry, Seen } from './log';

interface World {
  logs: Map<string, Entry[]>;
  stored: Stored[];
}

const ROOM = 'room';
const people = ['ana', 'bo', 'cy'];
const seen = ({ messageId, seq, rev, text, deleted }: Stored): Seen => ({
  messageId,
  seq,
  rev,
  text,
  deleted,
});

/** A room without faults: three people send twenty messages each, some are deleted, everybody receives everything. */
function healthy(): World {
  const random = seeded(7);
  const logs = new Map<string, Entry[]>(
    people.map((who) => [who, [{ kind: 'person', userId: who, ordered: true }]]),
  );
  const stored: Stored[] = [];
  let rev = 0;
  const tell = (row: Stored, at: number): void => {
    for (const log of logs.values())
      log.push({ kind: 'heard', at, roomId: row.roomId, messages: [seen(row)] });
  };
  for (let i = 0; i < 60; i++) {
    const who = people[i % people.length] ?? '';
    const at = 1000 * i;
    const clientId = `client-${i}`;
    const text = `${who} ${i}`;
    rev += 1;
    const row: Stored = {
      ...{ messageId: `m${i}`, roomId: ROOM, authorId: who, clientId, seq: i + 1, rev, revs: [rev] },
      ...{ text, firstText: text, deleted: false, notice: false },
    };
    stored.push(row);
    logs.get(who)?.push({ kind: 'offered', at, roomId: ROOM, clientId, text });
    tell(row, at + 10);
    logs.get(who)?.push({ kind: 'acknowledged', at: at + 12, clientId, message: seen(row) });
    for (const log of logs.values()) log.push({ kind: 'read', at: at + 13, roomId: ROOM, seq: i + 1 });
    if (random() < 0.2) {
      rev += 1;
      Object.assign(row, { rev, revs: [...row.revs, rev], deleted: true, text: '' });
      tell(row, at + 20);
    }
  }
  for (const log of logs.values()) {
    log.push({ kind: 'polled', at: 99_000, roomId: ROOM, since: 0, messages: stored.map(seen) });
    log.push({ kind: 'shown', at: 99_000, roomId: ROOM, messages: stored.map(seen), headSeq: 60 });
  }
  return { logs, stored };
}

const logOf = ({ logs }: World, who: string): Entry[] => logs.get(who) ?? [];
const shownOf = (world: World): Seen[] => {
  const shown = logOf(world, 'bo').find((entry) => entry.kind === 'shown');
  return shown?.kind === 'shown' ? shown.messages : [];
};
const at = <T>(items: T[], index: number): T => items[index] ?? expect.fail(`there is no ${index}`);
const living = (world: World): Stored => world.stored.find(({ deleted }) => !deleted) ?? expect.fail();

/** Each violates one rule. */
const bugs: Record<string, { rule: string; breaks: (world: World) => unknown }> = {
  'an acknowledged message is not stored': {
    rule: 'lost',
    breaks: ({ stored }) => stored.pop(),
  },
  'a message is stored twice': {
    rule: 'twice',
    breaks: ({ stored }) =>
      stored.push({ ...at(stored, 3), messageId: 'copy', seq: stored.length + 1, rev: 999, revs: [999] }),
  },
  'a screen shows a message twice': {
    rule: 'shown',
    breaks: (world) => shownOf(world).splice(5, 0, at(shownOf(world), 5)),
  },
  'a screen shows two messages in another order': {
    rule: 'shown',
    breaks: (world) => shownOf(world).splice(8, 2, at(shownOf(world), 9), at(shownOf(world), 8)),
  },
  'a screen lacks a message in the middle': {
    rule: 'shown',
    breaks: (world) => shownOf(world).splice(12, 1),
  },
  'a screen lacks the last message': {
    rule: 'shown',
    breaks: (world) => shownOf(world).pop(),
  },
  'a screen shows what a message was before': {
    rule: 'shown',
    breaks: (world) => Object.assign(at(shownOf(world), 4), { text: 'of yesterday' }),
  },
  'a message is acknowledged before the database can have answered': {
    rule: 'early',
    breaks: (world) => logOf(world, 'ana').push({ kind: 'held', from: 2900, to: 3100 }),
  },
  'a deleted message comes back': {
    rule: 'resurrected',
    breaks: (world) => {
      const row = world.stored.find(({ deleted }) => deleted) ?? expect.fail();
      row.revs.push(997);
      logOf(world, 'cy').push({
        kind: 'heard',
        at: 99_500,
        roomId: ROOM,
        messages: [{ ...seen(row), rev: 997, deleted: false }],
      });
    },
  },
  'a deletion that was told is not stored': {
    rule: 'resurrected',
    breaks: (world) => {
      const row = living(world);
      const messages = [{ ...seen(row), deleted: true }];
      logOf(world, 'cy').push({ kind: 'heard', at: 99_500, roomId: ROOM, messages });
    },
  },
  'somebody who left hears of the room': {
    rule: 'leaked',
    breaks: (world) => logOf(world, 'cy').splice(20, 0, { kind: 'out', at: 5, roomId: ROOM }),
  },
  'somebody whose session ended hears anything': {
    rule: 'leaked',
    breaks: (world) => logOf(world, 'cy').splice(20, 0, { kind: 'out', at: 5, roomId: null }),
  },
  'a change is told that was never stored': {
    rule: 'phantom',
    breaks: (world) =>
      logOf(world, 'bo').push({
        kind: 'heard',
        at: 99_500,
        roomId: ROOM,
        messages: [{ ...seen(living(world)), rev: 998 }],
      }),
  },
  'a repeat is answered with another message': {
    rule: 'original',
    breaks: (world) =>
      logOf(world, 'ana').push({
        kind: 'acknowledged',
        at: 99_500,
        clientId: 'client-0',
        message: seen(at(world.stored, 30)),
      }),
  },
  'a text is not what was said': {
    rule: 'changed',
    breaks: (world) => Object.assign(living(world), { firstText: 'something else' }),
  },
  'somebody’s words are out of the order in which they were said': {
    rule: 'order',
    breaks: ({ stored }) => {
      const [one, other] = [at(stored, 3), at(stored, 6)];
      [one.seq, other.seq] = [other.seq, one.seq];
    },
  },
  'whoever polls for changes misses one': {
    rule: 'skipped',
    breaks: (world) => {
      const poll = logOf(world, 'bo').find((entry) => entry.kind === 'polled');
      if (poll?.kind === 'polled') poll.messages.splice(17, 1);
    },
  },
  'a rev is given to two changes': {
    rule: 'rev',
    breaks: ({ stored }) => at(stored, 9).revs.push(at(stored, 8).rev),
  },
  'a place is empty': {
    rule: 'place',
    breaks: ({ stored }) => stored.forEach((row) => (row.seq += row.seq > 30 ? 1 : 0)),
  },
  'a read mark goes back': {
    rule: 'read',
    breaks: (world) => logOf(world, 'bo').push({ kind: 'read', at: 99_500, roomId: ROOM, seq: 3 }),
  },
  'there is a message that nobody said': {
    rule: 'invented',
    breaks: ({ stored }) =>
      stored.push({
        ...at(stored, 0),
        ...{ messageId: 'x', clientId: 'x', seq: stored.length + 1, rev: 996, revs: [996] },
      }),
  },
};

describe('the checker', () => {
  it('finds nothing where all went well', () => {
    const { logs, stored } = healthy();
    expect(check(logs, stored)).toEqual([]);
  });

  it.each(Object.entries(bugs))('finds when %s', (_name, { rule, breaks }) => {
    const world = healthy();
    breaks(world);
    expect(check(world.logs, world.stored).map((finding) => finding.rule)).toContain(rule);
  });
});
