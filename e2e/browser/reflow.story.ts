import { describe, expect, it } from 'vitest';
import { openDemo, signIn, visitStates } from './states.ts';

/** 320 px is WCAG 2.2's measure for reflow (1.4.10); 640 px at twice the scale is a window of 1280 px zoomed to 200 % (1.4.4). */
const windows = [
  { name: 'a window of 320 px', width: 320, scale: 1 },
  { name: 'a window of 1280 px at 200 %', width: 640, scale: 2 },
] as const;

/** Elements that overflow to the side, except scrollable ones. */
const overflow = `(() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  return [...document.querySelectorAll('body *')]
    .filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1)
    .map((element) => element.tagName + '.' + String(element.className).slice(0, 60))
    .slice(0, 3);
})()`;

describe('nothing is cut off and nothing scrolls sideways', () => {
  it.concurrent.each(windows)(
    'in $name, in any key state',
    async ({ width, scale }) => {
      await using demo = await openDemo();
      const { page } = await demo.visitor({ width, height: 640, touch: true, scale });
      await signIn(page, demo.url);
      const found: Record<string, string[]> = {};
      await visitStates(
        page,
        async (state) => {
          const out = await page.evaluate<string[]>(overflow);
          if (out.length > 0) found[state] = out;
        },
        true,
      );
      expect(found).toEqual({});
    },
    1_200_000,
  );
});
