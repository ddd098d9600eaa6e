import type { Locator, Page } from 'playwright-core';

/**
 * Starts a poll with the composer's menu.
 * @param more fills in the other fields
 */
export async function startPoll(
  page: Page,
  options: string[],
  more: (dialog: Locator) => Promise<void> = () => Promise.resolve(),
) {
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Create a poll' }).click();
  const dialog = page.getByRole('dialog', { name: 'Create a poll' });
  await dialog.getByLabel('Question').fill('Where is lunch?');
  for (const [i, text] of options.entries()) {
    const field = dialog.getByLabel(`Option ${i + 1}`, { exact: true });
    if (!(await field.isVisible())) await dialog.getByRole('button', { name: 'Add option' }).click();
    await field.fill(text);
  }
  await more(dialog);
  await dialog.getByRole('button', { name: 'Post poll' }).click();
  await dialog.waitFor({ state: 'detached' });
}
