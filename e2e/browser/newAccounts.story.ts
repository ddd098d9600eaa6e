import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { message, password, say, seriousFindings, Stage } from './stage.ts';

const shots = process.env['BLOCKING_SHOTS'];

async function shoot(page: Page, name: string): Promise<void> {
  if (shots === undefined) return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
}

it('an admin lets new accounts wait, a stranger waits, and comes in when approved', async () => {
  await using stage = await Stage.open();
  const jo = await stage.register('Jo');
  await jo.page.goto(`${stage.url}/admin/moderation`);
  await jo.page.getByRole('combobox', { name: 'Reports' }).selectOption({ label: 'New accounts' });
  const settings = jo.page.getByRole('region', { name: 'Approval and brake' });
  await settings
    .getByLabel('Approval of new accounts')
    .selectOption({ label: 'Needed without an invitation' });
  const saved = jo.page.waitForResponse(
    (response) => response.url().endsWith('/settings/newcomers') && response.request().method() === 'PATCH',
  );
  await settings.getByRole('button', { name: 'Save' }).click();
  expect((await saved).status()).toBe(200);

  const nina = await stage.visitor({ width: 390, height: 844 });
  await nina.page.goto(stage.url);
  await nina.page.getByRole('button', { name: 'Create an account' }).click();
  await nina.page.getByLabel('Your name').fill('Nina');
  await nina.page.getByLabel('Password').fill(password);
  await nina.page.getByRole('button', { name: 'Start chatting' }).click();
  await nina.page.getByRole('heading', { name: 'Waiting for approval' }).waitFor();
  expect(await seriousFindings(nina.page)).toEqual([]);
  await shoot(nina.page, 'waiting-390');
  await nina.page.setViewportSize({ width: 1440, height: 900 });
  await shoot(nina.page, 'waiting-1440');

  await jo.page.getByRole('combobox', { name: 'Reports' }).selectOption({ label: 'Open reports' });
  await jo.page.getByRole('combobox', { name: 'Reports' }).selectOption({ label: 'New accounts' });
  await jo.page.getByText('Waiting for approval: 1').waitFor();
  expect(await seriousFindings(jo.page)).toEqual([]);
  await shoot(jo.page, 'queue-1440');
  await jo.page.setViewportSize({ width: 390, height: 844 });
  await shoot(jo.page, 'queue-390');
  await jo.page.getByRole('button', { name: 'Approve Nina' }).click();
  await jo.page.getByText('Waiting for approval: 0').waitFor();

  // Her page comes alive by itself.
  await nina.page.locator('#composer').waitFor();
  await say(nina.page, 'here I am');
  await message(nina.page, 'here I am').waitFor();
  expect([...jo.complaints, ...nina.complaints]).toEqual([]);
});

it('somebody who writes in a room with slow mode sees how long they wait', async () => {
  await using stage = await Stage.open();
  const jo = await stage.register('Jo');
  const bo = await stage.register('Bo', { width: 390, height: 844 });
  await jo.page.getByRole('button', { name: 'Room details' }).click();
  await jo.page.getByLabel('Slow mode').selectOption({ label: 'One message every 300 s' });
  await bo.page.getByRole('note').filter({ hasText: 'Slow mode' }).waitFor();
  expect(await bo.page.getByRole('timer').count()).toBe(0);
  await say(bo.page, 'one');
  await bo.page
    .getByRole('timer')
    .filter({ hasText: /You can write again in \d+ s/ })
    .waitFor();
  expect(await seriousFindings(bo.page)).toEqual([]);
  await shoot(bo.page, 'slow-390');
  // Moderators do not wait.
  await say(jo.page, 'two');
  await say(jo.page, 'three');
  await message(jo.page, 'three').waitFor();
  expect(await jo.page.getByRole('timer').count()).toBe(0);
});
