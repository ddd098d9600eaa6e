import type { Page } from 'playwright-core';
import { leaveAdmin, openAdmin, openAdminPage } from './adminPages.ts';
import { settled, type Visit } from './states.visit.ts';

export async function visitSearch(page: Page, visit: Visit): Promise<void> {
  await page.getByRole('button', { name: 'Search messages' }).click();
  await settled(page);
  await visit('search-hints');
  await page.getByRole('searchbox').fill('review ship');
  await page.getByRole('list', { name: 'Search results' }).getByRole('link').first().waitFor();
  await settled(page);
  await visit('search');
  await page.getByRole('searchbox').fill('nobodysaidthis');
  await page.getByRole('heading', { name: 'Nothing found' }).waitFor();
  await visit('search-empty');
  await page.getByRole('button', { name: 'Close search' }).click();
}

export async function visitDialogs(page: Page, visit: Visit): Promise<void> {
  await page.keyboard.press('Control+k');
  await settled(page);
  await visit('jump');
  await page.getByRole('combobox').fill('nothing is called this');
  await settled(page);
  await visit('jump-empty');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+/');
  await settled(page);
  await visit('keys');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+,');
  await page.getByRole('dialog').waitFor();
  for (const tab of ['Profile', 'Notifications', 'Appearance', 'Sessions', 'Password', 'Access tokens']) {
    await page.getByRole('tab', { name: tab }).click();
    await settled(page);
    await visit(`settings-${tab.toLowerCase().replace(' ', '-')}`);
  }
  await page.keyboard.press('Escape');
}

export async function visitWorkspaceMenu(page: Page, visit: Visit): Promise<void> {
  const choose = async (name: string): Promise<void> => {
    await page.getByRole('button', { name: 'Parley', exact: true }).click();
    await page.getByRole('menuitem', { name }).click();
    await settled(page);
  };
  await page.getByRole('button', { name: 'Parley', exact: true }).click();
  await settled(page);
  await visit('workspace-menu');
  await page.keyboard.press('Escape');
  await choose('Create a room');
  await visit('create-room');
  await page.keyboard.press('Escape');
  await openAdmin(page);
  for (const name of ['Workspace', 'Invitations', 'People']) {
    await openAdminPage(page, name);
    await settled(page);
    await visit(`workspace-${name.toLowerCase()}`);
  }
  await leaveAdmin(page);
  await choose('Browse rooms');
  await visit('directory');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'New message', exact: true }).click();
  await settled(page);
  await visit('new-message');
  await page.keyboard.press('Escape');
}
