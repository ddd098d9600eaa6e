import { expect, it } from 'vitest';
import { qualityOf, troubleBetween } from './quality';
import type { Sample } from './sample';

const sample = (over: Partial<Sample>): Sample => ({
  at: 0,
  bytes: 0,
  packets: 0,
  lost: 0,
  frames: 0,
  freezes: 0,
  roundTrip: null,
  relayed: false,
  signs: undefined,
  ...over,
});

it.each([
  [{ lost: 0, roundTrip: 40, frozen: 0 }, 3],
  [{ lost: 0, roundTrip: null, frozen: 0 }, 3],
  [{ lost: 0.04, roundTrip: 40, frozen: 0 }, 2],
  [{ lost: 0, roundTrip: 500, frozen: 0 }, 2],
  [{ lost: 0, roundTrip: 40, frozen: 0.1 }, 2],
  [{ lost: 0.15, roundTrip: 40, frozen: 0 }, 1],
  [{ lost: 0, roundTrip: 1500, frozen: 0 }, 1],
  [{ lost: 0.3, roundTrip: 40, frozen: 0 }, 0],
  [{ lost: 0, roundTrip: 40, frozen: 0.9 }, 0],
] as const)('the quality of %o is %i', (trouble, quality) => {
  expect(qualityOf(trouble)).toBe(quality);
});

it('counts what was lost and frozen between two samples, not since the beginning', () => {
  const first = sample({ at: 1000, packets: 900, lost: 100, freezes: 400 });
  const last = sample({ at: 6000, packets: 1380, lost: 120, freezes: 1400, roundTrip: 30 });
  expect(troubleBetween(first, last)).toEqual({ lost: 0.04, roundTrip: 30, frozen: 0.2 });
});

it('is no trouble where nothing was received, counters began anew or the samples are one', () => {
  const first = sample({ at: 1000, packets: 900, lost: 100, freezes: 400 });
  expect(troubleBetween(first, sample({ at: 6000 }))).toEqual({ lost: 0, roundTrip: null, frozen: 0 });
  expect(troubleBetween(first, first)).toEqual({ lost: 0, roundTrip: null, frozen: 0 });
});

it('a camera that was off was not frozen', () => {
  const first = sample({ at: 1000, packets: 900 });
  expect(troubleBetween(first, sample({ at: 6000, packets: 1380, freezes: 60_000 })).frozen).toBe(0);
});
