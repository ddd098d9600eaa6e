import { expect, it } from 'vitest';
import { BlackScreen, isBlack, type Look } from './black';

it('a picture with one pixel that is not black is not black', () => {
  const pixels = new Uint8ClampedArray(4 * 9).map((_value, i) => (i % 4 === 3 ? 255 : 8));
  expect(isBlack(pixels)).toBe(true);
  pixels[13] = 60;
  expect(isBlack(pixels)).toBe(false);
});

it('warns after 5 s of black or nothing, and no longer once there is a picture', () => {
  const screen = new BlackScreen();
  const course: Look[] = ['picture', 'none', 'none', 'black', 'none', 'black', 'black', 'picture', 'black'];
  expect(course.map((look, i) => screen.observe(look, i * 1000))).toEqual([
    ...[false, false, false, false, false, false],
    ...[true, false, false],
  ]);
});
