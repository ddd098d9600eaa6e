import type { Page } from 'playwright-core';
import { openRoom, settled, type Visit } from './states.visit.ts';

/** Creating a poll, voting, and its votes. */
export async function visitPolls(page: Page, visit: Visit): Promise<void> {
  await openRoom(page, /^launch-week/);
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Create a poll' }).waitFor();
  await settled(page);
  await visit('poll-menu');
  await page.getByRole('menuitem', { name: 'Create a poll' }).click();
  const dialog = page.getByRole('dialog', { name: 'Create a poll' });
  await dialog.getByLabel('Question').fill('Where do we meet on Thursday for the launch?');
  const options = ['The big room on the second floor', 'Garden', 'مطعم الحديقة'];
  for (const [i, text] of options.entries()) {
    if (i > 1) await dialog.getByRole('button', { name: 'Add option' }).click();
    await dialog.getByLabel(`Option ${i + 1}`, { exact: true }).fill(text);
  }
  await settled(page);
  await visit('poll-dialog');
  await dialog.getByRole('button', { name: 'Post poll' }).click();
  await page
    .getByRole('button', { name: /^Garden/ })
    .last()
    .click();
  await page.getByText('1 person voted').last().waitFor();
  await settled(page);
  await visit('poll');
  await page.getByRole('button', { name: 'View votes' }).last().click();
  await page.getByRole('dialog', { name: 'Votes' }).waitFor();
  await settled(page);
  await visit('poll-votes');
  await page.keyboard.press('Escape');
}
