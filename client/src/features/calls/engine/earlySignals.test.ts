import type { CallSignal } from '@parley/shared/calls/call';
import { expect, it } from 'vitest';
import { EarlySignals } from './earlySignals';

const signal = (from: string, epoch: number, height: number): CallSignal => ({
  callId: 'c',
  from,
  to: 'me',
  epochs: { from: epoch, to: 1 },
  data: { kind: 'wanted', height },
});

it('gives the signals of the present epoch once, in order; drops earlier ones and leaves later ones', () => {
  const early = new EarlySignals();
  for (const [epoch, height] of [
    [1, 1],
    [2, 2],
    [2, 3],
    [3, 4],
  ] as const)
    early.add(signal('a', epoch, height));
  early.add(signal('b', 2, 5));
  const heights = (epoch: number): unknown[] => early.take('a', epoch).map(({ data }) => data);
  expect(heights(2)).toEqual([
    { kind: 'wanted', height: 2 },
    { kind: 'wanted', height: 3 },
  ]);
  expect(heights(2)).toEqual([]);
  expect(heights(1)).toEqual([]);
});

it('leaves what is of a later epoch', () => {
  const early = new EarlySignals();
  early.add(signal('a', 3, 1));
  expect(early.take('a', 2)).toEqual([]);
  expect(early.take('a', 3)).toHaveLength(1);
});

it('holds the latest of each leg, and of the latest legs', () => {
  const early = new EarlySignals();
  for (let i = 0; i < 100; i++) early.add(signal('a', 1, i));
  for (let leg = 0; leg < 15; leg++) early.add(signal(`b${leg}`, 1, 0));
  expect(early.take('a', 1)).toHaveLength(30);
  early.add(signal('a', 1, 0));
  early.add(signal('c', 1, 0));
  expect(early.take('b0', 1)).toEqual([]);
  expect(early.take('a', 1)).toHaveLength(1);
});
