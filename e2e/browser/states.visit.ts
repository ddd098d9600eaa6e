import type { Page } from 'playwright-core';

/** Called in each key state of the interface. */
export type Visit = (name: string) => Promise<void>;

/** Long enough for what moves to stand still. */
export const settled = (page: Page): Promise<void> => page.waitForTimeout(700);

/** Opens a room by its row. */
export async function openRoom(page: Page, name: RegExp): Promise<void> {
  const back = page.getByRole('link', { name: 'Back to rooms' });
  if (await back.isVisible()) await back.click();
  await page.getByRole('navigation').getByRole('link', { name }).first().click();
  await page.locator('[data-message]').first().waitFor();
  await settled(page);
}

/** Opens one of the places above the rooms. */
export async function openPlace(page: Page, name: RegExp): Promise<void> {
  const back = page.getByRole('link', { name: 'Back to rooms' });
  if (await back.isVisible()) await back.click();
  await page.locator('#sidebar').getByRole('link', { name }).click();
  await settled(page);
}
