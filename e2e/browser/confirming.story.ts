import { errorAnswers } from '@parley/shared/errors';
import { expect, it } from 'vitest';
import { password, seriousFindings, Stage } from './stage.ts';

it('somebody who signed in long ago enters their password, and what they wanted happens by itself', async () => {
  await using stage = await Stage.open();
  const { page, complaints } = await stage.register('Jo');
  const { status, title } = errorAnswers.reauthentication_required;
  // The server's response after ten minutes; the first time only.
  let refusing = true;
  await page.route('**/api/v1/me/tokens', async (route) => {
    if (!refusing || route.request().method() !== 'POST') return await route.fallback();
    refusing = false;
    const body = {
      type: 'urn:parley:error:reauthentication_required',
      title,
      status,
      code: 'reauthentication_required',
    };
    await route.fulfill({ status, contentType: 'application/problem+json', body: JSON.stringify(body) });
  });
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: 'Access tokens' }).click();
  await page.getByLabel('Token name').fill('deploy bot');
  const create = page.getByRole('button', { name: 'Create token' });
  const dialog = page.getByRole('dialog', { name: 'Confirm your password' });

  await create.click();
  await dialog.waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  // Closing it shows why nothing happened, and the typed text stays.
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.getByText(title).waitFor();
  expect(await page.getByLabel('Token name').inputValue()).toBe('deploy bot');

  refusing = true;
  await create.click();
  await dialog.getByLabel('Password').fill('not my password');
  await page.keyboard.press('Enter');
  await dialog.getByText('is wrong').waitFor();
  await dialog.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('dialog').locator('code').waitFor();
  expect(await page.getByRole('button', { name: 'Revoke deploy bot' }).count()).toBe(1);
  // The refusals themselves are in the console, and nothing else.
  expect(complaints.filter((complaint) => !/status of 40[03]/.test(complaint))).toEqual([]);
});
