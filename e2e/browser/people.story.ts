import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { openAdmin, openAdminPage } from './adminPages.ts';
import { message, say, seriousFindings, Stage } from './stage.ts';

it('an owner imports people, finds them, changes many at once and looks at one', async () => {
  await using stage = await Stage.open();
  const jo = await stage.register('Jo');
  const ana = await stage.register('Ana');
  const { page } = jo;
  await openAdmin(page, 'People');

  // A file: first what it would do, with the faulty line, then the import.
  await page.getByRole('button', { name: 'Import CSV' }).click();
  const file = join(tmpdir(), `people-${process.pid}.csv`);
  writeFileSync(
    file,
    'name,email,role\nKim Lo,kim@example.org,\nLi Na,li@example.org,moderator\nBad,not an address,\n',
  );
  const form = page.getByRole('region', { name: 'Import CSV' });
  await form.getByLabel('CSV file').setInputFiles(file);
  await form.getByText('New: 2. Changed: 0. Unchanged: 0.').waitFor();
  await form.getByText('1 line is left out:').waitFor();
  await form.getByText('Line 4:').waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await form.getByRole('button', { name: 'Import 2 people' }).click();
  await form.getByText('Import finished. New: 2. Changed: 0. Failed: 0.').waitFor();
  const saved = page.waitForEvent('download');
  await form.getByRole('button', { name: 'Download links for a first password' }).click();
  expect((await saved).suggestedFilename()).toBe('links.csv');
  await page.getByRole('button', { name: 'Import CSV' }).click();

  // A filter: who has never signed in.
  await page.getByRole('button', { name: 'Filters' }).click();
  await page.getByLabel('Signed in').selectOption('never');
  const list = page.getByRole('list', { name: 'People' });
  await list.getByText('Kim Lo').waitFor();
  await list.getByText('Ana', { exact: true }).waitFor({ state: 'detached' });
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByLabel('Signed in').selectOption('');
  await list.getByText('Ana').first().waitFor();

  // Many at once: oneself is refused with the reason, the others are done.
  await page.getByLabel('Select all 4 people').click();
  const bar = page.getByRole('region', { name: 'Selected people' });
  await bar.getByText('4 selected').waitFor();
  await bar.getByLabel('Change role').selectOption('guest');
  await bar.getByText('1 person was not changed:').waitFor();
  await bar.getByText('You cannot do this to your own account here.').waitFor();
  await expect.poll(() => page.getByLabel('Role of Kim Lo').inputValue()).toBe('guest');

  // One person: signed out everywhere.
  await page.getByRole('searchbox', { name: 'Search people' }).fill('ana');
  await list.getByText('Kim Lo').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Edit the account of Ana' }).click();
  const panel = page.getByRole('region', { name: 'Edit the account of Ana' });
  await panel.getByText('Chromium').or(panel.getByText('Chrome')).first().waitFor();
  await panel.getByRole('button', { name: 'Sign out everywhere' }).click();
  await panel.getByText('Not signed in anywhere.').waitFor();
  await ana.page.getByRole('heading', { name: 'Sign in to Parley' }).waitFor();
  expect(await seriousFindings(page)).toEqual([]);

  // On a phone.
  await page.setViewportSize({ width: 390, height: 844 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(390);
  const folder = process.env['PICTURES'];
  if (folder !== undefined) {
    await page.screenshot({ path: join(folder, 'people-390.png') });
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.screenshot({ path: join(folder, 'people-1440.png') });
  }
  await openAdminPage(page, 'Audit log');
  await page.getByText('Jo signed Ana out').waitFor();
  expect(jo.complaints).toEqual([]);
});

it('an owner merges somebody who registered twice, and others see one person', async () => {
  await using stage = await Stage.open();
  const jo = await stage.register('Jo');
  const ana = await stage.register('Ana');
  const twice = await stage.register('Twin Ana');
  await say(twice.page, 'a word of the second account');
  await message(ana.page, 'a word of the second account').waitFor();
  const { page } = jo;
  await openAdmin(page, 'People');
  await page.getByRole('button', { name: 'Edit the account of Twin Ana' }).click();
  const panel = page.getByRole('region', { name: 'Edit the account of Twin Ana' });
  await panel.getByRole('button', { name: 'Merge into another account…' }).click();
  const form = panel.getByRole('region', { name: 'Merge into another account…' });
  await form.getByLabel('Search people').fill('ana');
  await form.getByRole('button', { name: /^Ana @/ }).click();
  await form.getByText('Messages: 1. Rooms: 1.').waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.setViewportSize({ width: 1440, height: 900 });
  // The wrong name merges nobody.
  const name = form.getByLabel(/to confirm$/);
  await name.fill('somebody');
  await form.getByRole('button', { name: 'Merge accounts' }).click();
  await form.getByText('is not the user name of this account').waitFor();
  const label = (await form.getByText(/^Type .* to confirm$/).textContent()) ?? '';
  await name.fill(label.replace(/^Type /, '').replace(/ to confirm$/, ''));
  await form.getByRole('button', { name: 'Merge accounts' }).click();
  // Signed out, and what the second account wrote is Ana's, without a reload.
  await twice.page.getByRole('heading', { name: 'Sign in to Parley' }).waitFor();
  const row = ana.page.locator('[data-message]', { hasText: 'a word of the second account' });
  await row.getByText('Twin Ana').waitFor({ state: 'detached' });
  await row.getByText('Ana', { exact: true }).first().waitFor();
  await openAdminPage(page, 'Audit log');
  await page.getByText(/^Jo merged @.* into Ana$/).waitFor();
});
