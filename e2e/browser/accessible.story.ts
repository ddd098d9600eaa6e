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
  it('in light, dark and high contrast, and on a phone', async () => {
    await using fresh = await Stage.open();
    await using demo = await openDemo();
    const found: Record<string, string> = {};
    let states = 0;
    for (const look of looks) {
      const { page, context, complaints } = await demo.visitor({
        width: look.width,
        touch: look.width < 500,
      });
      await context.addInitScript(`localStorage.setItem('parley.theme', '${look.theme}')`);
      const check = async (state: string): Promise<void> => {
        states += 1;
        // One line for each fault, not for each state that shows it.
        for (const finding of await seriousFindings(page)) found[finding] ??= `${state}, ${look.name}`;
      };
      await visitDoor(page, check, { fresh: fresh.url, used: demo.url });
      await signIn(page, demo.url);
      await visitStates(page, check, look.width < 820);
      for (const complaint of complaints) found[complaint] ??= `the console, ${look.name}`;
      await context.close();
    }
    expect(found).toEqual({});
    expect(states).toBeGreaterThan(70);
  }, 400_000);
});
