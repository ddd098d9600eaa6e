import { describe, expect, it } from 'vitest';
import { message, say, Stage } from './stage.ts';

describe('times', () => {
  it('follow the language, or what is chosen, in every open tab and after a reload', async () => {
    await using stage = await Stage.open();
    const { page, context, complaints } = await stage.register('Jo', { locale: 'en-US' });
    await say(page, 'what time is it');
    const clock = message(page, 'what time is it').locator('time').first();
    await expect.poll(() => clock.textContent()).toMatch(/^\d?\d:\d\d\s[AP]M$/u);
    const other = await context.newPage();
    await other.goto(page.url());
    const elsewhere = message(other, 'what time is it').locator('time').first();
    await expect.poll(() => elsewhere.textContent()).toMatch(/M$/u);

    await page.keyboard.press('Control+,');
    await page.getByRole('tab', { name: 'Appearance' }).click();
    await page.getByLabel('Time format').selectOption('24');
    await expect.poll(() => clock.textContent()).toMatch(/^\d\d:\d\d$/u);
    await expect.poll(() => elsewhere.textContent()).toMatch(/^\d\d:\d\d$/u);
    // Quiet hours use the same clock.
    await page.getByRole('tab', { name: 'Notifications' }).click();
    await page.getByLabel('Quiet hours').check();
    const from = page.getByLabel('from', { exact: false }).locator('option:checked').first();
    await expect.poll(() => from.textContent()).toBe('22:00');
    await page.reload();
    await expect.poll(() => clock.textContent()).toMatch(/^\d\d:\d\d$/u);

    await page.keyboard.press('Control+,');
    await page.getByRole('tab', { name: 'Appearance' }).click();
    await page.getByLabel('Time format').selectOption('auto');
    await expect.poll(() => clock.textContent()).toMatch(/M$/u);
    expect(complaints).toEqual([]);
  });

  it('say "Yesterday" of what was said today once midnight has passed, on a page left open', async () => {
    await using stage = await Stage.open();
    const { page } = await stage.register('Jo');
    await say(page, 'late in the evening');
    const line = page.getByRole('separator', { name: 'Today' });
    await line.waitFor();
    await page.clock.install({ time: Date.now() });
    await page.reload();
    await line.waitFor();
    await page.clock.fastForward('24:00:00');
    await page.getByRole('separator', { name: 'Yesterday' }).waitFor();
    expect(await line.count()).toBe(0);
  });
});
