import { describe, expect, it } from 'vitest';
import { actOn, message, say, Stage } from './stage.ts';
import { startPoll } from './polls.ts';

/** An unavoidable console message of a page over plain http. */
const unhelped = /Cross-Origin-Opener-Policy/;

describe('over plain http, at home', () => {
  it('two people talk, send a file and copy what was said', async () => {
    await using stage = await Stage.open();
    const jo = await stage.register('Jo', { home: true });
    const ana = await stage.register('Ana', { home: true });
    expect(await jo.page.evaluate(() => window.isSecureContext)).toBe(false);
    await say(jo.page, 'Is the printer on?');
    await message(ana.page, 'Is the printer on?').waitFor();
    const file = { name: 'manual.txt', mimeType: 'text/plain', buffer: Buffer.from('Press the button.') };
    await ana.page.locator('input[type=file]').first().setInputFiles(file);
    await say(ana.page, 'It was not');
    await message(jo.page, 'It was not').getByText('manual.txt').waitFor();
    await actOn(jo.page, 'It was not', 'More actions', 'Copy text');
    await jo.page.getByText('Text copied').waitFor({ state: 'attached' });
    await jo.page.locator('#composer').press('Control+v');
    expect(await jo.page.locator('#composer').inputValue()).toBe('It was not');
    await startPoll(ana.page, ['Printer', 'Paper']);
    await jo.page.getByRole('button', { name: /^Paper/ }).click();
    await ana.page.getByText('1 person voted').waitFor();
    expect([...jo.complaints, ...ana.complaints].filter((said) => !unhelped.test(said))).toEqual([]);
  });

  it('the settings say why there are no notifications', async () => {
    await using stage = await Stage.open();
    const { page } = await stage.register('Jo', { home: true });
    await page.keyboard.press('Control+,');
    await page.getByRole('tab', { name: 'Notifications' }).click();
    await page.getByText('only on pages that come over https').waitFor();
  });
});
