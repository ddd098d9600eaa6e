import { expect, it } from 'vitest';
import type { Peer } from './engine';
import { isPolite, offersFirst } from './peers';

const peer = (legId: string, joinedAt: string): Peer => ({ legId, joinedAt, epoch: 1 });

it('of two legs the one that joined later offers first', () => {
  const early = peer('b', '2026-11-30T10:00:00.000Z');
  const late = peer('a', '2026-11-30T10:00:00.5Z');
  expect(offersFirst(late, early)).toBe(true);
  expect(offersFirst(early, late)).toBe(false);
});

it.each(['2026-11-30T10:00:00.000Z', 'no time'])('exactly one offers where both joined at %s', (joinedAt) => {
  const [one, two] = [peer('a', joinedAt), peer('b', joinedAt)];
  expect([offersFirst(one, two), offersFirst(two, one)]).toEqual([false, true]);
});

it('exactly one of two legs is polite', () => {
  const [one, two] = [peer('a', ''), peer('b', '')];
  expect([isPolite(one, two), isPolite(two, one)]).toEqual([true, false]);
});
