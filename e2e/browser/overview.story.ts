import { expect, it } from 'vitest';
import { openAdmin, openAdminPage } from './adminPages.ts';
import { say, seriousFindings, Stage } from './stage.ts';

it('an owner looks at how the workspace is doing, runs a job, tests the store, and restores a room', async () => {
  await using stage = await Stage.open();
  const jo = await stage.register('Jo');
  const ana = await stage.register('Ana');
  const { page } = jo;
  await say(ana.page, 'Good morning');
  await ana.page.getByRole('button', { name: 'Parley', exact: true }).click();
  await ana.page.getByRole('menuitem', { name: 'Create a room' }).click();
  await ana.page.getByLabel('Name', { exact: true }).fill('Old plans');
  await ana.page.getByRole('button', { name: 'Create room' }).click();
  await ana.page.getByRole('heading', { name: 'Old plans', level: 1 }).waitFor();

  // What needs attention leads to where something can be done.
  await openAdmin(page, 'Overview');
  await page.getByText('The workspace has one owner.').waitFor();
  expect(await page.getByRole('table', { name: 'Messages per day' }).getByRole('row').count()).toBe(31);
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('link', { name: /^Open: The workspace has one owner/ }).click();
  await page.getByRole('heading', { name: 'People', level: 1 }).waitFor();

  // A room one is not in is archived, and restored.
  await openAdminPage(page, 'Rooms');
  await page.getByLabel('Search by name').fill('old');
  await page.getByRole('button', { name: 'Manage Old plans' }).click();
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Archive', exact: true }).click();
  await page.getByText('No rooms found.').waitFor();
  await page.getByRole('combobox', { name: /^Show/ }).selectOption('archived');
  await page.getByRole('button', { name: 'Restore' }).click();
  await page.getByText('No rooms found.').waitFor();
  await ana.page.locator('#composer').waitFor();

  await openAdminPage(page, 'Files and storage');
  await page.getByRole('button', { name: 'Test the store' }).click();
  await page.getByText('It works: a file was written, read and deleted.').first().waitFor();
  expect(await seriousFindings(page)).toEqual([]);

  await openAdminPage(page, 'Integrations');
  await page.getByText('There are no webhooks.').waitFor();
  await page.getByText('There are no access tokens.').waitFor();

  await openAdminPage(page, 'E-mail and push');
  await page.getByRole('button', { name: 'Send my devices a test notification' }).click();
  await page.getByText('None of your devices gets notifications.').first().waitFor();

  await openAdminPage(page, 'Background jobs');
  const job = page.getByRole('listitem').filter({ hasText: 'Unused files' });
  await job.getByText('Not run yet').waitFor();
  await job.getByRole('button', { name: 'Run now' }).click();
  await job.getByText('succeeded').waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  expect([...jo.complaints, ...ana.complaints]).toEqual([]);
});
