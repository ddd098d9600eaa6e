import type { Page } from 'playwright-core';
import { actOn } from './stage.ts';
import { openPlace, openRoom, settled, type Visit } from './states.visit.ts';

/** The inbox, saved messages, drafts and pins, and forwarding. */
export async function visitStored(page: Page, visit: Visit, narrow: boolean): Promise<void> {
  await openRoom(page, /^launch-week/);
  await page.locator('#composer').fill('Half a thought about the poster');
  await settled(page);
  if (!narrow) {
    await actOn(page, '', 'More actions');
    const save = page.getByRole('menuitem', { name: 'Save for later', exact: true });
    await settled(page);
    // An earlier round in another theme has saved it.
    await ((await save.isVisible()) ? save.click() : page.keyboard.press('Escape'));
    await actOn(page, '', 'More actions', 'Forward');
    await page.getByRole('dialog').waitFor();
    await settled(page);
    await visit('forward');
    await page.keyboard.press('Escape');
  }
  await openPlace(page, /^Mentions/);
  await visit('mentions');
  await openPlace(page, /^Saved/);
  await visit('saved');
  await openPlace(page, /^Drafts/);
  await visit('drafts');
  await openRoom(page, /^launch-week/);
  await page.locator('#composer').fill('');
  await page.getByRole('button', { name: 'Room details' }).click();
  await page.getByRole('button', { name: 'Pinned messages' }).click();
  await page.getByRole('complementary', { name: 'Pinned messages' }).waitFor();
  await settled(page);
  await visit('pinned');
}

/** From a room's details. */
export async function visitWebhooks(page: Page, visit: Visit): Promise<void> {
  await page.getByRole('button', { name: 'Webhooks' }).click();
  await page.getByRole('dialog').waitFor();
  await page.getByLabel('Webhook name').fill('Deploys');
  await page.getByRole('button', { name: 'Create webhook', exact: true }).click();
  await settled(page);
  await visit('webhooks');
  await page.keyboard.press('Escape');
}

export async function visitRowMenu(page: Page, visit: Visit): Promise<void> {
  const row = page.locator('#sidebar li').filter({ hasText: 'engineering' });
  await row.hover();
  await row.getByRole('button', { name: 'Actions for engineering' }).click();
  await settled(page);
  await visit('row-menu');
  await page.keyboard.press('Escape');
}
