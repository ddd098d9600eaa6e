import type { Page } from 'playwright-core';

/** Opens the admin area by the menu of the workspace, and one of its pages. */
export async function openAdmin(page: Page, name = 'Workspace'): Promise<void> {
  await page.getByRole('button', { name: 'Parley', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Workspace settings' }).click();
  await openAdminPage(page, name);
}

/** Opens another page of the admin area. */
export async function openAdminPage(page: Page, name: string): Promise<void> {
  const list = page.getByRole('navigation', { name: 'Workspace settings' });
  // On a phone the list is a page of its own.
  const up = page.getByRole('link', { name: 'Workspace settings' });
  await list.or(up).first().waitFor();
  if (await up.isVisible()) await up.click();
  await list.getByRole('link', { name, exact: true }).click();
  await page.getByRole('main').getByRole('heading', { level: 1, name, exact: true }).waitFor();
}

/** Leaves the admin area for the rooms. */
export async function leaveAdmin(page: Page): Promise<void> {
  const up = page.getByRole('link', { name: 'Workspace settings' });
  if (await up.isVisible()) await up.click();
  await page.getByRole('link', { name: 'Back to chat' }).click();
  await page.locator('#sidebar, #composer').first().waitFor();
}
