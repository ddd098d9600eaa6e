import { leaveAdmin, openAdmin } from './adminPages.ts';
import { expect, it } from 'vitest';
import { bodyOf, MailServer } from '../../server/src/test/mailServer.ts';
import { message, say, seriousFindings, Stage, type Visitor } from './stage.ts';

const fresh = 'a pass I can remember';

async function openPeople({ page }: Visitor): Promise<void> {
  await openAdmin(page, 'People');
}

/** Sets a new password on the page of a link, and signs in with it. */
async function choose({ page }: Visitor, link: string, password: string): Promise<void> {
  await page.goto(link);
  await page.getByText('For Ana (@ana).').waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByLabel('New password').fill('password1');
  await page.getByRole('button', { name: 'Change password and sign in' }).click();
  await page.getByText('is one of the most common passwords').waitFor();
  await page.getByLabel('New password').fill(password);
  await page.getByRole('button', { name: 'Change password and sign in' }).click();
  await page.locator('#composer').waitFor();
  expect(new URL(page.url()).pathname).not.toContain('reset');
}

it('a forgotten password is replaced by a link that comes by e-mail, or from an admin', async () => {
  using mail = await MailServer.start();
  await using stage = await Stage.open(mail.settings);
  const jo = await stage.register('Jo');
  const ana = await stage.register('Ana');
  // An admin sets Ana's address.
  await openPeople(jo);
  await jo.page.getByRole('button', { name: 'Edit the account of Ana' }).click();
  const account = jo.page.getByRole('region', { name: 'Edit the account of Ana' });
  await account.getByLabel('E-mail').fill('ana@example.org');
  await account.getByRole('button', { name: 'Save' }).click();
  await jo.page.getByText('Saved').waitFor({ state: 'attached' });
  expect(await seriousFindings(jo.page)).toEqual([]);

  const away = await stage.visitor();
  await away.page.goto(stage.url);
  await away.page.getByRole('button', { name: 'Forgot password?' }).click();
  expect(await seriousFindings(away.page)).toEqual([]);
  await away.page.getByLabel('E-mail').fill('ana@example.org');
  await away.page.getByRole('button', { name: 'Send link' }).click();
  await away.page.getByText('a link is on its way').waitFor();
  const link = /https:\/\/chat\.example\.org(\/reset\/#[\w-]+)/.exec(bodyOf(await mail.letter(0)))?.[1] ?? '';
  await choose(away, `${stage.url}${link}`, fresh);
  // Her earlier session has ended.
  await ana.page.getByRole('heading', { name: 'Sign in to Parley' }).waitFor();

  // The admin's link, in the browser where she is signed in.
  await account.getByRole('button', { name: 'Create a password reset link' }).click();
  const shown = (await account.locator('code').textContent()) ?? '';
  await choose(away, shown, 'yet another pass');
  const late = await stage.visitor();
  await late.page.goto(shown);
  await late.page.getByText('This link has expired or was already used.').waitFor();
  await late.page.getByRole('button', { name: 'Back to sign in' }).click();
  await late.page.getByRole('heading', { name: 'Sign in to Parley' }).waitFor();
  expect([...jo.complaints, ...ana.complaints, ...away.complaints, ...late.complaints]).toEqual([]);
});

it('without a mail server one is told to ask an admin', async () => {
  await using stage = await Stage.open();
  await stage.register('Jo');
  const away = await stage.visitor();
  await away.page.goto(stage.url);
  await away.page.getByRole('button', { name: 'Forgot password?' }).click();
  await away.page.getByText('Ask an admin of this workspace').waitFor();
  await away.page.getByRole('button', { name: 'Back to sign in' }).click();
  await away.page.getByLabel('User name or e-mail').waitFor();
});

it('an account is deleted by an admin, or by oneself, and everybody sees it at once', async () => {
  await using stage = await Stage.open();
  const jo = await stage.register('Jo');
  const ana = await stage.register('Ana');
  const bo = await stage.register('Bo');
  await say(ana.page, 'what ana said');
  await say(bo.page, 'what bo said');
  await message(jo.page, 'what ana said').waitFor();
  await message(jo.page, 'what bo said').waitFor();

  // One's messages stay.
  await openPeople(jo);
  await jo.page.getByRole('button', { name: 'Edit the account of Ana' }).click();
  await jo.page.getByRole('button', { name: 'Delete account…' }).click();
  expect(await seriousFindings(jo.page)).toEqual([]);
  await jo.page.getByLabel('Type ana to confirm').fill('bo');
  await jo.page.getByRole('button', { name: 'Delete account', exact: true }).click();
  await jo.page.getByText('is not the user name of this account').waitFor();
  await jo.page.getByLabel('Type ana to confirm').fill('ana');
  await jo.page.getByRole('button', { name: 'Delete account', exact: true }).click();
  await ana.page.getByRole('heading', { name: 'Sign in to Parley' }).waitFor();
  await jo.page.getByRole('button', { name: 'Edit the account of Ana' }).waitFor({ state: 'detached' });
  await leaveAdmin(jo.page);
  for (const { page } of [jo, bo]) {
    await message(page, 'what ana said').waitFor();
    await page.locator('#timeline, main').getByText('Deleted account').first().waitFor();
    expect(await page.getByText('Ana', { exact: true }).count()).toBe(0);
  }

  // And with it one's messages, when the owner of the account says so.
  await bo.page.keyboard.press('Escape');
  await bo.page.getByRole('button', { name: 'Parley', exact: true }).click();
  await bo.page.getByRole('menuitem', { name: 'Settings', exact: true }).click();
  await bo.page.getByRole('tab', { name: 'Your data' }).click();
  await bo.page.getByRole('button', { name: 'Delete your account…' }).click();
  await bo.page.getByLabel('Remove messages, files and reactions, too').check();
  await bo.page.getByLabel('Current password').fill('a long pass phrase');
  await bo.page.getByRole('button', { name: 'Delete account', exact: true }).click();
  // After days of grace, in which the deletion can be cancelled.
  await bo.page.getByRole('button', { name: 'Keep my account' }).click();
  await bo.page.getByRole('button', { name: 'Delete your account…' }).waitFor();
  expect([...jo.complaints, ...ana.complaints, ...bo.complaints]).toEqual([]);
});
