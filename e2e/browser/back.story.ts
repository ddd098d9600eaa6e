import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { createRoom, message, Stage } from './stage.ts';

const back = (page: Page): Promise<void> => page.evaluate(() => history.back());
const roomOf = (page: Page): string => new URL(page.url()).pathname;

describe('Back', () => {
  it('closes an open dialog and stays in the room, and leads on from there as if there had been none', async () => {
    await using stage = await Stage.open();
    const { page, complaints } = await stage.register('Jo');
    const general = roomOf(page);
    await createRoom(page, 'kites');
    await page.getByRole('heading', { level: 1, name: 'kites' }).waitFor();
    const kites = roomOf(page);
    const dialog = page.getByRole('dialog');
    await page.keyboard.press('Control+,');
    await dialog.waitFor();
    await back(page);
    await dialog.waitFor({ state: 'detached' });
    expect(roomOf(page)).toBe(kites);

    // Closed by Escape or its button, it leaves no entry at which Back would stop.
    for (const close of ['Escape', 'button']) {
      await page.keyboard.press('Control+/');
      await dialog.waitFor();
      if (close === 'Escape') await page.keyboard.press('Escape');
      else await dialog.getByRole('button', { name: 'Close' }).click();
      await dialog.waitFor({ state: 'detached' });
      await expect
        .poll(() => page.evaluate(() => (history.state as { layer?: number } | null)?.layer ?? 0))
        .toBe(0);
    }
    await back(page);
    await expect.poll(() => roomOf(page)).toBe(general);
    await page.evaluate(() => history.forward());
    await expect.poll(() => roomOf(page)).toBe(kites);

    // A dialog that navigates: Back returns to the previous page, without it.
    await page.keyboard.press('Control+k');
    await dialog.waitFor();
    await page.keyboard.type('General');
    await dialog.getByRole('option', { name: /General/ }).waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => roomOf(page)).toBe(general);
    await dialog.waitFor({ state: 'detached' });
    await back(page);
    await expect.poll(() => roomOf(page)).toBe(kites);
    expect(await dialog.count()).toBe(0);
    await back(page);
    await expect.poll(() => roomOf(page)).toBe(general);

    // Reloaded while one is open: nothing is open, and Back has an effect.
    await page.evaluate(() => history.forward());
    await expect.poll(() => roomOf(page)).toBe(kites);
    await page.keyboard.press('Control+,');
    await dialog.waitFor();
    await expect.poll(() => page.evaluate(() => (history.state as { layer?: number }).layer)).toBe(1);
    await page.reload();
    await page.locator('#composer').waitFor();
    await expect
      .poll(() => page.evaluate(() => (history.state as { layer?: number } | null)?.layer ?? 0))
      .toBe(0);
    await back(page);
    await expect.poll(() => roomOf(page)).toBe(general);
    expect(complaints).toEqual([]);
  });

  it('closes pictures, the emoji picker and menus on a phone, pane by pane behind them', async () => {
    await using stage = await Stage.open();
    const { page, complaints } = await stage.register('Jo', { width: 390, height: 844, touch: true });
    const room = roomOf(page);
    await page.locator('#attach').setInputFiles({
      name: 'dot.png',
      mimeType: 'image/png',
      buffer: Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
        'base64',
      ),
    });
    await page.locator('#composer').fill('a dot');
    // On a touch screen Enter makes a line.
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await message(page, 'a dot').getByRole('button', { name: 'Open picture dot.png' }).click();
    const picture = page.getByRole('dialog');
    await picture.waitFor();
    await back(page);
    await picture.waitFor({ state: 'detached' });
    expect(roomOf(page)).toBe(room);

    await page.getByRole('button', { name: 'Emoji', exact: true }).click();
    const picker = page.getByRole('dialog', { name: 'Emoji' });
    await picker.waitFor();
    await back(page);
    await picker.waitFor({ state: 'detached' });
    expect(roomOf(page)).toBe(room);

    // Panels have entries of their own.
    await page.getByRole('button', { name: 'Room details' }).click();
    await expect.poll(() => roomOf(page)).toBe(`${room}/details`);
    await page.locator('#panel').waitFor();
    await back(page);
    await expect.poll(() => roomOf(page)).toBe(room);
    await page.locator('#composer').waitFor();

    // The list, its menu, and a dialog out of that.
    await page.getByRole('link', { name: 'Back to rooms' }).click();
    await page.locator('#sidebar').getByRole('button', { name: 'Parley' }).click();
    const menu = page.getByRole('menu');
    await menu.waitFor();
    await back(page);
    await menu.waitFor({ state: 'detached' });
    expect(roomOf(page)).toBe('/');
    await page.locator('#sidebar').getByRole('button', { name: 'Parley' }).click();
    await page.getByRole('menuitem', { name: 'Settings', exact: true }).click();
    await page.getByRole('dialog').waitFor();
    await menu.waitFor({ state: 'detached' });
    await back(page);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(roomOf(page)).toBe('/');
    await back(page);
    await expect.poll(() => roomOf(page)).toBe(room);
    expect(complaints).toEqual([]);
  });
});
