import { expect, it } from 'vitest';
import { clockOf } from './duration';
import { gridFit } from './gridFit';
import { largeTile } from './largeTile';
import { callState, tile } from './test/callFixtures';

const columns = (count: number, width: number, height: number): number => {
  const one = gridFit(count, { width, height }, 8);
  return Math.floor((width + 8) / (one.width + 8));
};

it.each([
  [1, 1000, 680, 1],
  [2, 1000, 680, 2],
  [4, 1000, 680, 2],
  [8, 1000, 680, 3],
  [4, 366, 680, 2],
  [2, 366, 680, 1],
])('%i tiles on %i by %i are in %i columns', (count, width, height, expected) =>
  expect(columns(count, width, height)).toBe(expected),
);

it('all tiles of a grid fit, and none is out of proportion', () => {
  for (let count = 1; count <= 8; count++)
    for (const [width, height] of [
      [1000, 680],
      [366, 680],
      [1000, 200],
      [90, 90],
    ] as const) {
      const one = gridFit(count, { width, height }, 8);
      const across = Math.floor((width + 8) / (one.width + 8));
      expect(Math.ceil(count / across) * (one.height + 8) - 8).toBeLessThanOrEqual(height);
      expect(one.width / one.height).toBeLessThan(1.85);
    }
});

it('before it is measured nothing is drawn', () =>
  expect(gridFit(4, { width: 0, height: 0 }, 8)).toEqual({ width: 0, height: 0 }));

it.each([
  ['a grid', {}, undefined],
  ['what was chosen', { spotlight: 'cy' }, 'cy'],
  ['a grid again, when the chosen one has left', { spotlight: 'gone' }, undefined],
  ['who spoke last', { layout: 'speaker' as const }, 'cy'],
  [
    'the screen of somebody, before who speaks',
    {
      layout: 'speaker' as const,
      tiles: [tile('ana', { kind: 'screen', key: 's' }), tile('ana'), tile('cy'), tile('me')],
    },
    's',
  ],
])('large is %s', (_what, over, key) => expect(largeTile(callState(over), 'cy')?.key).toBe(key));

it.each([
  [0, '00:00'],
  [247, '04:07'],
  [3847, '1:04:07'],
  [-3, '00:00'],
])('%i seconds are %s', (seconds, clock) => expect(clockOf(seconds)).toBe(clock));
