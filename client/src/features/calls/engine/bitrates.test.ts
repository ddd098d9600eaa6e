import { expect, it } from 'vitest';
import { cameraTarget, screenTarget } from './bitrates';

it.each([
  [1, 720, 1_700_000],
  [2, 720, 1_700_000],
  [3, 540, 900_000],
  [4, 360, 500_000],
  [5, 360, 300_000],
  [8, 360, 300_000],
])('of %i people each sends %i lines in %i bit/s', (people, lines, maxBitrate) => {
  expect(cameraTarget(people, undefined, 1080)).toEqual({ active: true, maxBitrate, scale: 1080 / lines });
});

it('sends less where it is shown small, and nothing where it is not shown', () => {
  const small = cameraTarget(2, 180, 720);
  expect(small.scale).toBe(4);
  expect(small.maxBitrate).toBeGreaterThan(150_000);
  expect(small.maxBitrate).toBeLessThan(300_000);
  expect(cameraTarget(2, 0, 720).active).toBe(false);
});

it('neither enlarges a picture nor sends less than 180 lines', () => {
  expect(cameraTarget(2, 2160, 480).scale).toBe(1);
  expect(cameraTarget(8, 40, 720)).toEqual({ active: true, maxBitrate: 106_066, scale: 4 });
});

it('a screen has 1.5 Mbit/s for all receivers, and all its lines', () => {
  expect(screenTarget(2)).toEqual({ active: true, maxBitrate: 1_500_000, scale: 1 });
  expect(screenTarget(4).maxBitrate).toBe(500_000);
  expect(screenTarget(1).maxBitrate).toBe(1_500_000);
});
