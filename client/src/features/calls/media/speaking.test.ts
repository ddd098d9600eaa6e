import { expect, it } from 'vitest';
import { levelOf, Speaking } from './speaking';

it.each([
  [1, 1],
  [0.1, 2 / 3],
  [0.01, 1 / 3],
  [0.001, 0],
  [0, 0],
])('a steady %d of full scale has the level %d', (amplitude, level) => {
  expect(levelOf(new Float32Array(1024).fill(amplitude))).toBeCloseTo(level, 5);
});

it('has no level without samples', () => {
  expect(levelOf(new Float32Array(0))).toBe(0);
});

it('speaking begins with the first loud level, outlasts pauses between words, and ends 500 ms after the last one', () => {
  const speaking = new Speaking();
  const course = [0, 0.1, 0.5, 0.1, 0.1, 0.1, 0.4, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1];
  expect(course.map((level, i) => speaking.observe(level, i * 100))).toEqual([
    ...[false, false, true, true, true, true, true],
    ...[true, true, true, true, false, false],
  ]);
});

it('a level between the limits neither begins nor ends it', () => {
  const speaking = new Speaking();
  expect(speaking.observe(0.25, 0)).toBe(false);
  speaking.observe(0.4, 100);
  for (let now = 200; now < 3000; now += 100) expect(speaking.observe(0.25, now)).toBe(true);
});
