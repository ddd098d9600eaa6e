import { leaveAdmin, openAdmin, openAdminPage } from './adminPages.ts';
import { describe, expect, it } from 'vitest';
import { message, say, seriousFindings, signIn, Stage, type Visitor } from './stage.ts';

async function openProfile({ page }: Visitor) {
  await page.keyboard.press('Control+,');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('User name', { exact: true }).waitFor();
  return dialog;
}

async function openPeople({ page }: Visitor) {
  await openAdmin(page, 'People');
  return page.getByRole('main');
}

describe('a user name', () => {
  it('is changed in one’s profile, its old one still calls, and nobody else can take it', async () => {
    await using stage = await Stage.open();
    const jo = await stage.register('Jo');
    const ana = await stage.register('Ana');
    const dialog = await openProfile(ana);
    const field = dialog.getByLabel('User name', { exact: true });
    await field.fill('jo');
    await dialog.getByRole('button', { name: 'Change', exact: true }).click();
    await dialog.getByText('User name is taken').waitFor();
    await field.fill('Anabel');
    await dialog.getByRole('button', { name: 'Change', exact: true }).click();
    await dialog.getByText('@ana', { exact: false }).last().waitFor();
    await expect.poll(() => field.inputValue()).toBe('anabel');
    expect(await seriousFindings(ana.page)).toEqual([]);
    await ana.page.keyboard.press('Escape');
    await say(jo.page, 'ask @ana or @anabel please');
    const called = message(ana.page, 'ask');
    await called.waitFor();
    // Both are rendered as mentions of the person, and the row is marked.
    await expect.poll(() => called.textContent()).toMatch(/ask @Ana or @Ana/);
    const joDialog = await openProfile(jo);
    await joDialog.getByLabel('User name', { exact: true }).fill('ana');
    await joDialog.getByRole('button', { name: 'Change', exact: true }).click();
    await joDialog.getByText('User name is taken').waitFor();
    // A browser that has stored the old one still signs in.
    const phone = await stage.visitor();
    await phone.page.goto(stage.url);
    await signIn(phone.page, 'ana');
    await message(phone.page, 'ask').waitFor();
    expect([...jo.complaints, ...ana.complaints, ...phone.complaints]).toEqual([]);
  });

  it('is changed by an admin, also where people may not', async () => {
    await using stage = await Stage.open();
    const jo = await stage.register('Jo');
    const ana = await stage.register('Ana');
    await openAdmin(jo.page);
    const mayRename = jo.page.getByLabel('People can change their user name');
    await mayRename.click();
    await expect.poll(() => mayRename.isChecked()).toBe(false);
    const dialog = jo.page.getByRole('main');
    await openAdminPage(jo.page, 'People');
    await dialog.getByRole('button', { name: 'Change the user name of Ana' }).click();
    await dialog.getByLabel('User name', { exact: true }).fill('ana.b');
    expect(await seriousFindings(jo.page)).toEqual([]);
    await dialog.getByLabel('User name', { exact: true }).press('Enter');
    await dialog.getByText('@ana.b').waitFor();
    const own = await openProfile(ana);
    await expect.poll(() => own.getByLabel('User name', { exact: true }).isDisabled()).toBe(true);
    await own.getByText('Only admins can change user names').waitFor();
    expect([...jo.complaints, ...ana.complaints]).toEqual([]);
  });
});

describe('who has left', () => {
  it('is marked where one meets them, and a message to them says that it reaches nobody', async () => {
    await using stage = await Stage.open();
    const jo = await stage.register('Jo');
    const ana = await stage.register('Ana');
    await say(ana.page, 'goodbye');
    await message(jo.page, 'goodbye').waitFor();
    await jo.page.getByRole('button', { name: 'Parley', exact: true }).click();
    await jo.page.getByRole('menuitem', { name: 'New message' }).click();
    await jo.page.getByRole('dialog').getByRole('button', { name: /Ana/ }).click();
    await jo.page.getByRole('button', { name: 'Start conversation' }).click();
    await jo.page.getByRole('heading', { name: 'Ana', level: 1 }).waitFor();
    await say(jo.page, 'see you');
    const dialog = await openPeople(jo);
    await dialog.getByRole('button', { name: 'Deactivate Ana' }).click();
    await dialog.getByRole('button', { name: 'Deactivate Ana' }).click();
    await dialog.getByText('Ana (deactivated)').waitFor();
    await leaveAdmin(jo.page);
    await jo.page.getByRole('heading', { name: 'Ana (deactivated)', level: 1 }).waitFor();
    await jo.page.getByText('Ana has left: the account is deactivated').waitFor();
    const sidebar = jo.page.locator('#sidebar');
    await sidebar.getByRole('link', { name: /^Ana \(deactivated\)/ }).waitFor();
    await sidebar.getByRole('link', { name: /^General/ }).click();
    await expect.poll(() => message(jo.page, 'goodbye').textContent()).toContain('Ana (deactivated)');
    await jo.page.getByRole('button', { name: 'Room details' }).click();
    await jo.page.getByRole('complementary').getByText('Ana (deactivated)').waitFor();
    await jo.page.locator('#composer').pressSequentially('@an');
    await expect.poll(() => jo.page.getByRole('option', { name: /Ana/ }).count()).toBe(0);
    expect(await seriousFindings(jo.page)).toEqual([]);
    expect(jo.complaints).toEqual([]);
  });
});
