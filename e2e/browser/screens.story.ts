import type { Page, Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { message, say, seriousFindings, Stage } from './stage.ts';

/** Holds back a page's requests until the returned function is called. */
async function holdBack(page: Page, pattern: RegExp): Promise<() => Promise<void>> {
  const held: Route[] = [];
  await page.route(pattern, (route) => void held.push(route));
  return async () => {
    for (const route of held.splice(0)) await route.continue();
    await page.unroute(pattern);
  };
}

const pillOpacity = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => {
    const pill = document.querySelector('[data-day-pill]');
    return pill ? getComputedStyle(pill).opacity : undefined;
  });

describe('screens', () => {
  it('name the day while the list moves, and hide no text when it stands still', async () => {
    await using stage = await Stage.open();
    const { page, complaints } = await stage.register('Jo');
    for (let i = 0; i < 12; i++) await say(page, `${i}\n\n${'a line of it\n\n'.repeat(8)}`);
    await message(page, 'a line of it').last().getByLabel('Sent').waitFor();
    const list = page.locator('#timeline');
    await list.hover();
    await page.mouse.wheel(0, -900);
    await expect.poll(() => pillOpacity(page)).toBe('1');
    await expect.poll(() => pillOpacity(page)).toBe('0');
    await page.mouse.wheel(0, -300);
    await expect.poll(() => pillOpacity(page)).toBe('1');
    // Without animations it disappears all the same.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await expect.poll(() => pillOpacity(page)).toBe('0');
    expect(complaints).toEqual([]);
  });

  it('fold the first steps to a line, and remember it', async () => {
    await using stage = await Stage.open();
    const { page, complaints } = await stage.register('Jo');
    const card = page.getByRole('region', { name: 'Getting started' });
    await card.getByText('0 of 5').waitFor();
    const step = card.getByRole('button', { name: 'Add your picture' });
    await step.waitFor();
    await card.getByRole('button', { name: /Getting started/ }).click();
    await step.waitFor({ state: 'detached' });
    expect((await card.boundingBox())?.height).toBeLessThan(48);
    await page.reload();
    await card.getByText('0 of 5').waitFor();
    expect(await step.count()).toBe(0);
    await card.getByRole('button', { name: /Getting started/ }).click();
    await step.waitFor();
    // If the list above has no room for it, it starts folded.
    await page.evaluate(() => localStorage.removeItem('parley.checklist.folded'));
    await page.setViewportSize({ width: 1440, height: 420 });
    await page.reload();
    await card.getByText('0 of 5').waitFor();
    expect(await step.count()).toBe(0);
    expect(await seriousFindings(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('show what is coming while it comes: panels, dialogs and what is searched for, and can be left', async () => {
    await using stage = await Stage.open();
    const { page, complaints } = await stage.register('Jo', { width: 390, height: 844, touch: true });
    let letGo = await holdBack(page, /assets\/RoomDetails-/);
    await page.getByRole('button', { name: 'Room details' }).click();
    const panel = page.locator('#panel');
    await panel.getByRole('heading', { name: 'Room details' }).waitFor();
    expect(await panel.getAttribute('aria-busy')).toBe('true');
    await panel.getByRole('button', { name: 'Close' }).click();
    await page.locator('#composer').waitFor();
    await page.getByRole('button', { name: 'Room details' }).click();
    await panel.getByRole('heading', { name: 'Room details' }).waitFor();
    await letGo();
    await panel.getByLabel('Notifications').waitFor();
    expect(await panel.getAttribute('aria-busy')).toBe(null);
    await page.evaluate(() => history.back());
    await page.locator('#composer').waitFor();

    letGo = await holdBack(page, /\/api\/v1\/search/);
    await page.getByRole('button', { name: 'Search messages' }).click();
    await panel.getByRole('searchbox').fill('welcome');
    await panel.locator('[aria-hidden=true].space-y-4').waitFor();
    await letGo();
    await panel.getByRole('heading', { name: 'Nothing found' }).waitFor();
    expect(await panel.locator('[aria-hidden=true].space-y-4').count()).toBe(0);

    letGo = await holdBack(page, /assets\/SettingsDialog-/);
    await page.keyboard.press('Control+,');
    const dialog = page.getByRole('dialog', { name: 'Loading…' });
    await dialog.waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await dialog.waitFor({ state: 'detached' });
    await letGo();
    await page.keyboard.press('Control+,');
    await page.getByRole('dialog', { name: 'Settings' }).waitFor();
    expect(complaints).toEqual([]);
  });
});
