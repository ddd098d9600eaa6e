import { describe, expect, it } from 'vitest';
import { seriousFindings, Stage } from './stage.ts';
import { openDemo, signIn, visitDoor, visitStates } from './states.ts';

const looks = [
  { name: 'light', width: 1440, theme: 'light' },
  { name: 'dark', width: 1440, theme: 'dark' },
  { name: 'high contrast', width: 1440, theme: 'contrast' },
  { name: 'a phone in the dark', width: 390, theme: 'dark' },
] as const;

describe('axe finds nothing serious in any key state', () => {
  // A workspace of its own for each: what one look leaves behind is no state of the next.
  it.each(looks)(
    'in $name',
    async ({ name, width, theme }) => {
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
      };
      await visitDoor(page, check, { fresh: fresh.url, used: demo.url });
      await signIn(page, demo.url);
      await visitStates(page, check, width < 820);
      for (const complaint of complaints) found[complaint] ??= `the console, ${name}`;
      expect(found).toEqual({});
      expect(states).toBeGreaterThan(30);
    },
    240_000,
  );
});
