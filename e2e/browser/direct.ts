import type { Page } from 'playwright-core';

/** Opens the direct message with a person. */
export async function openDirect(page: Page, name: string): Promise<void> {
  // On a phone the list of rooms is a pane of its own.
  const back = page.getByRole('link', { name: 'Back to rooms' });
  if (await back.isVisible()) await back.click();
  await page.getByRole('button', { name: 'New message', exact: true }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: new RegExp(name) })
    .click();
  await page.getByRole('button', { name: 'Start conversation', exact: true }).click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
}
