import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { actOn, message, say, seriousFindings, Stage } from './stage.ts';

const alert = (page: Page, text: RegExp | string) => page.getByRole('alert').filter({ hasText: text });

/** Makes the server refuse requests to this path from now on. */
async function refuse(page: Page, path: RegExp, method: string): Promise<void> {
  await page.route(path, (route) =>
    route.request().method() === method
      ? route.fulfill({
          status: 403,
          contentType: 'application/problem+json',
          body: JSON.stringify({
            type: 'about:blank',
            title: 'Forbidden',
            status: 403,
            code: 'forbidden',
            detail: 'You may not do this here.',
          }),
        })
      : route.fallback(),
  );
}

describe('what one does to a message', () => {
  it('deleting asks once, and not with Shift', async () => {
    await using stage = await Stage.open();
    const { page } = await stage.register('Jo');
    for (const words of ['keep me', 'drop me', 'drop me too']) {
      await say(page, words);
      await message(page, words).getByLabel('Sent', { exact: true }).waitFor();
    }
    await actOn(page, 'keep me', 'More actions', 'Delete');
    const dialog = page.getByRole('dialog', { name: 'Delete message?' });
    await dialog.getByText('keep me').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await message(page, 'keep me').count()).toBe(1);
    await actOn(page, 'drop me', 'More actions', 'Delete');
    await dialog.getByText('drop me').waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('This message was deleted.').first().waitFor();
    await message(page, 'keep me').hover();
    await message(page, 'keep me').getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click({ modifiers: ['Shift'] });
    await message(page, 'keep me').waitFor({ state: 'detached' });
    expect(await dialog.count()).toBe(0);
  });

  it('what is refused says so where one looks', async () => {
    await using stage = await Stage.open();
    const { page } = await stage.register('Jo');
    await say(page, 'a message');
    await message(page, 'a message').getByLabel('Sent', { exact: true }).waitFor();
    await actOn(page, 'a message', 'React with 👍');
    await message(page, 'a message').getByRole('button', { name: /👍 1/ }).waitFor();
    await refuse(page, /\/reactions\//, 'PUT');
    await refuse(page, /\/reactions\//, 'DELETE');
    await refuse(page, /\/pin$/, 'PUT');
    await refuse(page, /\/messages\/[0-9a-f]{24}$/, 'PATCH');
    await refuse(page, /\/messages\/[0-9a-f]{24}$/, 'DELETE');

    await actOn(page, 'a message', 'React with 👀');
    await alert(page, /reaction could not be saved.*may not/).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await alert(page, /reaction/)
      .getByRole('button', { name: 'Close' })
      .click();
    await alert(page, /reaction/).waitFor({ state: 'detached' });
    await message(page, 'a message').getByRole('button', { name: /👍 1/ }).click();
    await alert(page, /reaction could not be saved.*may not/).waitFor();
    await actOn(page, 'a message', 'More actions', 'Pin to room');
    await alert(page, /could not be saved.*may not/).waitFor();
    await actOn(page, 'a message', 'More actions', 'Edit');
    await page.locator('#composer').press('End');
    await page.locator('#composer').pressSequentially('!');
    await page.locator('#composer').press('Enter');
    await alert(page, 'You may not do this here.').first().waitFor();
    expect(await page.locator('#composer').inputValue()).toBe('a message!');
    await page.locator('#composer').press('Escape');
    await actOn(page, 'a message', 'More actions', 'Delete');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await page
      .getByRole('dialog')
      .getByRole('alert')
      .filter({ hasText: /could not be deleted.*may not/ })
      .waitFor();
  });
});
