import { mkdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { openDirect } from './direct.ts';
import { message, say, seriousFindings, Stage } from './stage.ts';

const shots = process.env['BLOCKING_SHOTS'];

it('somebody blocks another: no direct message arrives, and messages in shared rooms are folded', async () => {
  await using stage = await Stage.open();
  const ana = await stage.register('Ana');
  const bo = await stage.register('Bo', { width: 390, height: 844 });
  await openDirect(bo.page, 'Ana');
  await say(bo.page, 'hello Ana');
  await say(bo.page, 'answer me');
  await ana.page.getByRole('link', { name: /Bo/ }).first().click();
  await message(ana.page, 'answer me').waitFor();

  // From the menu of the direct message.
  await ana.page.locator('#sidebar').getByRole('link', { name: /Bo/ }).first().hover();
  await ana.page.getByRole('button', { name: 'Actions for Bo' }).click();
  await ana.page.getByRole('menuitem', { name: 'Block Bo' }).click();
  const dialog = ana.page.getByRole('dialog', { name: 'Block Bo' });
  expect(await seriousFindings(ana.page)).toEqual([]);
  const shoot = async (page: typeof ana.page, name: string): Promise<void> => {
    if (shots === undefined) return;
    mkdirSync(shots, { recursive: true });
    await page.screenshot({ path: `${shots}/${name}.png` });
  };
  await shoot(ana.page, 'block-1440');
  await dialog.getByRole('button', { name: 'Block', exact: true }).click();
  const banner = ana.page.getByRole('note').filter({ hasText: 'You have blocked Bo.' });
  await banner.waitFor();
  await message(ana.page, 'Message from somebody you blocked').first().waitFor();
  expect(await ana.page.getByText('answer me').count()).toBe(0);
  expect(await ana.page.locator('#composer').isVisible()).toBe(false);
  expect(await seriousFindings(ana.page)).toEqual([]);
  await shoot(ana.page, 'banner-1440');
  await ana.page.setViewportSize({ width: 390, height: 844 });
  await shoot(ana.page, 'banner-390');
  await ana.page.setViewportSize({ width: 1440, height: 900 });

  // Bo reads no more than that.
  await say(bo.page, 'are you there?');
  await bo.page.getByRole('alert').filter({ hasText: 'This cannot be delivered.' }).waitFor();
  await shoot(bo.page, 'undelivered-390');

  // In a room everybody is in.
  await bo.page.getByRole('link', { name: 'Back to rooms' }).click();
  await bo.page.getByRole('link', { name: /General/ }).click();
  await say(bo.page, '@ana words for all');
  await message(bo.page, 'words for all').waitFor();
  await ana.page
    .locator('#sidebar')
    .getByRole('link', { name: /General/ })
    .click();
  const folded = message(ana.page, 'Message from somebody you blocked');
  await folded.waitFor();
  expect(await ana.page.getByText('words for all').count()).toBe(0);
  await folded.getByRole('button', { name: 'Show' }).click();
  await message(ana.page, 'words for all').waitFor();
  await folded.getByRole('button', { name: 'Hide' }).click();
  expect(await ana.page.getByText('words for all').count()).toBe(0);

  // The list in the settings, on another page as well.
  const second = await ana.context.newPage();
  await second.goto(stage.url);
  await second.locator('#composer').waitFor();
  await second.locator('#sidebar').getByRole('button', { name: 'Parley' }).click();
  await second.getByRole('menuitem', { name: 'Settings', exact: true }).click();
  await second.getByRole('tab', { name: 'Blocked people' }).click();
  const list = second.getByRole('tabpanel');
  await list.getByText('@bo').waitFor();
  expect(await seriousFindings(second)).toEqual([]);
  await shoot(second, 'settings-1440');
  await second.setViewportSize({ width: 390, height: 844 });
  await shoot(second, 'settings-390');
  await list.getByRole('button', { name: 'Unblock Bo' }).click();
  await list.getByText('You have blocked nobody.').waitFor();
  await message(ana.page, 'words for all').waitFor();
  await bo.page.getByRole('link', { name: 'Back to rooms' }).click();
  await bo.page.getByRole('link', { name: /Ana/ }).click();
  await bo.page.getByRole('button', { name: 'Retry' }).click();
  await message(bo.page, 'are you there?').waitFor();
  expect([...ana.complaints, ...bo.complaints]).toEqual([]);
});
