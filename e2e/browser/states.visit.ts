import type { Page } from 'playwright-core';

/** Called in each key state of the interface. */
export type Visit = (name: string) => Promise<void>;

/** Long enough for animations to end. */
export const settled = (page: Page): Promise<void> => page.waitForTimeout(700);

/** On a narrow page the rooms are a page of their own. */
async function toRooms(page: Page): Promise<void> {
  const sidebar = page.locator('#sidebar');
  if (await sidebar.isVisible()) return;
  await page.goto(new URL('/', page.url()).href);
  await sidebar.waitFor();
}

/** Opens a room by its row. */
export async function openRoom(page: Page, name: RegExp): Promise<void> {
  await toRooms(page);
  await page.getByRole('navigation').getByRole('link', { name }).first().click();
  await page.locator('[data-message]').first().waitFor();
  await settled(page);
}

/** Opens one of the places above the rooms. */
export async function openPlace(page: Page, name: RegExp): Promise<void> {
  await toRooms(page);
  await page.locator('#sidebar').getByRole('link', { name }).click();
  await settled(page);
}
