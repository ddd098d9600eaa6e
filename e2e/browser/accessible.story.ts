import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { seriousFindings, Stage } from './stage.ts';
import { openDemo, signIn, visitDoor, visitStates } from './states.ts';

/** A full check of each state in one theme; then, of the same state, only the colours of the other themes. */
const looks = [
  { name: 'on the desktop', width: 1440, theme: 'light', others: ['dark', 'contrast'] },
  { name: 'on a phone', width: 390, theme: 'dark', others: [] },
] as const;

/** The rules of axe that depend on colours; the others have the same result in every theme. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** Shows the page in another theme, without the change of colours that takes a moment. */
const showTheme = (page: Page, theme: string): Promise<unknown> =>
  page.evaluate(`{
    const still = new CSSStyleSheet();
    still.replaceSync('* { transition: none !important }');
    if (document.adoptedStyleSheets.length === 0) document.adoptedStyleSheets = [still];
    document.documentElement.dataset.theme = '${theme}';
  }`);

describe('axe finds nothing serious in any key state', () => {
  // A workspace for each: what one check leaves behind must not be in the states of the next. So both can run concurrently.
  it.concurrent.each(looks)(
    '$name',
    async ({ name, width, theme, others }) => {
      await using fresh = await Stage.open();
      await using demo = await openDemo();
      const found: Record<string, string> = {};
      let states = 0;
      const { page, context, complaints } = await demo.visitor({ width, touch: width < 500 });
      await context.addInitScript(`localStorage.setItem('parley.theme', '${theme}')`);
      const check = async (state: string): Promise<void> => {
        states += 1;
        // One line for each fault, not for each state that shows it.
        for (const finding of await seriousFindings(page)) found[finding] ??= `${state}, ${name}`;
        for (const other of others) {
          await showTheme(page, other);
          for (const finding of await seriousFindings(page, COLOUR_RULES))
            found[finding] ??= `${state}, ${name}, ${other}`;
        }
        if (others.length > 0) await showTheme(page, theme);
      };
      await visitDoor(page, check, { fresh: fresh.url, used: demo.url });
      await signIn(page, demo.url);
      await visitStates(page, check, width < 820);
      for (const complaint of complaints) found[complaint] ??= `the console, ${name}`;
      expect(found).toEqual({});
      expect(states).toBeGreaterThan(30);
    },
    1_200_000,
  );
});
