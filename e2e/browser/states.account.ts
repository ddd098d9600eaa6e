import { leaveAdmin, openAdmin } from './adminPages.ts';
import type { Page } from 'playwright-core';
import { openRoom, settled, type Visit } from './states.visit.ts';

/** Opens the list of people in the settings of the workspace. */
async function openPeople(page: Page): Promise<void> {
  // The entry of a closed layer may still be being removed from the history, which would interrupt this.
  await settled(page);
  await page.goto(new URL('/', page.url()).href);
  await page.locator('#sidebar').waitFor();
  await openAdmin(page, 'People');
}

/** The account of another person, as an admin sees it, and what deletes it. */
async function visitAccount(page: Page, visit: Visit): Promise<void> {
  await openPeople(page);
  await page
    .getByRole('button', { name: /^Edit the account of/ })
    .nth(1)
    .click();
  await settled(page);
  await visit('account');
  await page.getByRole('button', { name: 'Delete account…' }).click();
  await settled(page);
  await visit('account-delete');
  await leaveAdmin(page);
}

/** Confirming a session that was confirmed long ago. */
async function visitConfirming(page: Page, visit: Visit): Promise<void> {
  await page.route('**/api/v1/me/tokens', async (route) => {
    if (route.request().method() !== 'POST') return await route.fallback();
    const problem = { type: 'urn:parley:error:reauthentication_required', code: 'reauthentication_required' };
    const body = JSON.stringify({ ...problem, status: 403, title: 'Confirm your password.' });
    await route.fulfill({ status: 403, contentType: 'application/problem+json', body });
  });
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: 'Access tokens' }).click();
  await page.getByLabel('Token name').fill('deploy bot');
  await page.getByRole('button', { name: 'Create token' }).click();
  await page.getByRole('dialog', { name: 'Confirm your password' }).waitFor();
  await settled(page);
  await visit('confirm-password');
  await page.keyboard.press('Escape');
  await page.unroute('**/api/v1/me/tokens');
  await page.getByRole('tab', { name: 'Your data' }).click();
  await page.getByText('What is stored, and who can see it').waitFor();
  await settled(page);
  await visit('your-data');
  await page.getByRole('button', { name: 'Delete your account…' }).click();
  await settled(page);
  await visit('own-account-delete');
  await page.keyboard.press('Escape');
}

/** Signing out with unsent work. */
async function visitSigningOut(page: Page, visit: Visit): Promise<void> {
  await openRoom(page, /^design/);
  await page.context().setOffline(true);
  await page.locator('#composer').fill('not sent yet');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.goBack();
  await page.getByRole('button', { name: 'Parley', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('dialog', { name: /^Sign out and delete/ }).waitFor();
  await settled(page);
  await visit('sign-out-unsent');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.context().setOffline(false);
}

/** Accounts, their confirmation and their end; the page stays signed in. */
export async function visitAccounts(page: Page, visit: Visit): Promise<void> {
  await visitAccount(page, visit);
  await visitConfirming(page, visit);
  await visitSigningOut(page, visit);
}

/** Before signing in: a forgotten password. */
export async function visitForgotten(page: Page, visit: Visit): Promise<void> {
  await page.getByRole('button', { name: 'Forgot password?' }).click();
  await settled(page);
  await visit('forgot-password');
  await page.getByRole('button', { name: 'Back to sign in' }).click();
  await page.getByLabel('User name or e-mail').waitFor();
}
