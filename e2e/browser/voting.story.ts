import { expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { startPoll } from './polls.ts';
import { actOn, message, seriousFindings, Stage } from './stage.ts';

const option = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(`^${name} ?, `) });

it('a poll is posted, voted in from the keyboard, seen live, closed, and its text goes along', async () => {
  await using stage = await Stage.open();
  const jo = await stage.register('Jo');
  const ana = await stage.register('Ana');
  await startPoll(jo.page, ['Pizza', 'Noodles', 'Salad'], async () => {
    expect(await seriousFindings(jo.page)).toEqual([]);
  });
  const card = ana.page.getByRole('region', { name: 'Poll: Where is lunch?' });
  await card.getByText('No votes yet').waitFor();

  // By keyboard: the option has the focus, space votes, and again withdraws the vote.
  await option(ana.page, 'Noodles').focus();
  await ana.page.keyboard.press('Space');
  await jo.page.getByRole('button', { name: /^Noodles ?, 1 vote, 100 percent$/ }).waitFor();
  await option(jo.page, 'Pizza').click();
  await card.getByText('2 people voted').waitFor();
  await option(jo.page, 'Pizza').click();
  await card.getByText('1 person voted').waitFor();
  expect(await option(ana.page, 'Noodles').getAttribute('aria-pressed')).toBe('true');
  expect(await option(jo.page, 'Noodles').getAttribute('aria-pressed')).toBe('false');
  expect(await seriousFindings(ana.page)).toEqual([]);

  // One's own vote is there after a reload, and a text where only text is possible.
  await ana.page.reload();
  await expect.poll(() => option(ana.page, 'Noodles').getAttribute('aria-pressed')).toBe('true');
  await card.getByRole('button', { name: 'View votes' }).click();
  await ana.page.getByRole('dialog', { name: 'Votes' }).getByText('Ana').waitFor();
  await ana.page.keyboard.press('Escape');

  await actOn(jo.page, 'Where is lunch?', 'More actions', 'Forward');
  const forward = jo.page.getByRole('dialog', { name: 'Forward to…' });
  await forward.getByRole('button', { name: 'General' }).click();
  await forward.getByRole('button', { name: 'Forward' }).click();
  await message(ana.page, '• Noodles').waitFor();

  await jo.page
    .locator('[data-seq]')
    .filter({ has: jo.page.getByRole('region') })
    .hover();
  await jo.page.getByRole('button', { name: 'More actions' }).first().click();
  await jo.page.getByRole('menuitem', { name: 'Close poll' }).click();
  await card.getByText('Closed').waitFor();
  expect(await option(ana.page, 'Pizza').getAttribute('aria-disabled')).toBe('true');
  expect([...jo.complaints, ...ana.complaints]).toEqual([]);
});

it('an anonymous poll with several choices shows no names, and closes by itself on every screen', async () => {
  await using stage = await Stage.open();
  const jo = await stage.register('Jo');
  await jo.page.clock.install();
  await startPoll(jo.page, ['Tea', 'Coffee'], async (dialog) => {
    await dialog.getByLabel('People can choose several options').check();
    await dialog.getByLabel(/^Anonymous/).check();
    await dialog.getByLabel('Closes', { exact: true }).selectOption({ label: 'In 1 week' });
  });
  await option(jo.page, 'Tea').click();
  await option(jo.page, 'Coffee').click();
  const card = jo.page.getByRole('region', { name: 'Poll: Where is lunch?' });
  await card.getByText('1 person voted').waitFor();
  await card.getByText('Anonymous').waitFor();
  for (const name of ['Tea', 'Coffee'])
    expect(await option(jo.page, name).getAttribute('aria-pressed')).toBe('true');
  expect(await card.getByRole('button', { name: 'View votes' }).count()).toBe(0);
  // The page's own clock advances a week: it does not wait for the server.
  await jo.page.clock.fastForward(8 * 24 * 60 * 60_000);
  await card.getByText('Closed').waitFor();
  expect(jo.complaints).toEqual([]);
});
