import { expect, it } from 'vitest';
import { openAdmin, openAdminPage } from './adminPages.ts';
import { seriousFindings, Stage } from './stage.ts';

it('an owner finds out who changed a setting', async () => {
  await using stage = await Stage.open();
  const jo = await stage.register('Jo');
  const ana = await stage.register('Ana');
  await openAdmin(jo.page, 'People');
  await jo.page.getByLabel('Role of Ana').selectOption('admin');
  await ana.page.goto(`${stage.url}/admin/security`);
  const form = ana.page.locator('form').filter({ hasText: 'Minimum length' });
  await form.getByLabel('Minimum length').fill('12');
  await form.getByRole('button', { name: 'Save' }).click();
  await ana.page.getByText('Saved').waitFor({ state: 'attached' });

  // The log says who did it, and from where.
  await openAdminPage(jo.page, 'Audit log');
  const entry = jo.page
    .getByRole('listitem')
    .filter({ hasText: 'Ana changed the minimum length of passwords from default to 12' });
  await entry.waitFor();
  await jo.page.getByText('Jo changed the role of Ana from member to admin').waitFor();
  await jo.page.getByRole('combobox', { name: 'Person' }).selectOption({ label: 'Ana' });
  await jo.page.getByText('Jo changed the role of Ana from member to admin').waitFor({ state: 'detached' });
  await entry.locator('summary').click();
  await entry.getByText('Session', { exact: true }).waitFor();
  expect(await seriousFindings(jo.page)).toEqual([]);
  await jo.page.getByRole('button', { name: 'Verify' }).click();
  await jo.page.getByText(/entries, none changed/).waitFor();

  // The page of the setting says it too, and takes it back.
  await openAdminPage(jo.page, 'Registration and security');
  const field = jo.page.getByLabel('Minimum length');
  expect(await field.inputValue()).toBe('12');
  // Of the second section of the page: passwords.
  await jo.page.getByRole('button', { name: 'History' }).nth(1).click();
  const history = jo.page.getByRole('list', { name: 'History' });
  await history.getByText('Ana', { exact: false }).first().waitFor();
  await history.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => field.inputValue()).toBe('8');

  // What would make an admin an owner is for owners alone.
  await ana.page.goto(`${stage.url}/admin/mail`);
  await ana.page.getByLabel('Sender').fill('Ana <ana@example.org>');
  await ana.page.getByRole('button', { name: 'Save' }).first().click();
  await ana.page.getByText('Only an owner may change these settings.').waitFor();
  expect([...jo.complaints, ...ana.complaints]).toEqual([]);
});
