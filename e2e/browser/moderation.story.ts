import { expect, it } from 'vitest';
import { actOn, message, say, seriousFindings, Stage } from './stage.ts';

it('a moderator handles a report: the reporter is notified, the reported is muted and sees until when', async () => {
  await using stage = await Stage.open();
  const jo = await stage.register('Jo');
  const ana = await stage.register('Ana');
  const bo = await stage.register('Bo', { width: 390, height: 844 });
  await say(bo.page, 'buy cheap watches');
  await message(ana.page, 'buy cheap watches').waitFor();

  await actOn(ana.page, 'buy cheap watches', 'More actions', 'Report message');
  const report = ana.page.getByRole('dialog', { name: 'Report' });
  await report.getByLabel('Reason').selectOption({ label: 'Spam' });
  await report.getByLabel('Note (optional)').fill('again and again');
  expect(await seriousFindings(ana.page)).toEqual([]);
  await report.getByRole('button', { name: 'Send report' }).click();
  await report.getByText('Report sent.').waitFor();
  await report.getByRole('button', { name: 'Close' }).last().click();

  // The owner is notified, and finds the message with what was written about it.
  const waits = jo.page.getByRole('listitem').filter({ hasText: 'New reports are waiting' });
  await waits.getByRole('button', { name: 'Open' }).click();
  const queue = jo.page.getByRole('dialog', { name: 'Moderation' });
  await queue.getByRole('button', { name: /^Bo: Spam/ }).click();
  await queue.getByText('again and again').waitFor();
  await queue.getByText('buy cheap watches').waitFor();
  expect(await seriousFindings(jo.page)).toEqual([]);
  await queue.getByLabel('Outcome').selectOption({ label: 'Mute in the workspace' });
  await queue.getByLabel('For').selectOption({ label: '1 day' });
  await queue.getByLabel(/^Reason, which/).fill('No advertising here.');
  await queue.getByRole('button', { name: 'Close report' }).click();
  await queue.getByText(/^Mute in the workspace · Jo/).waitFor();

  await ana.page.getByText('A moderator has handled your report.').waitFor();
  await ana.page.getByRole('button', { name: 'Dismiss' }).click();
  await ana.page.getByText('A moderator has handled your report.').waitFor({ state: 'detached' });
  const muted = bo.page.getByRole('note').filter({ hasText: 'You are muted until' });
  await muted.getByText('No advertising here.').waitFor();
  expect(await bo.page.locator('#composer').count()).toBe(0);
  expect(await bo.page.getByText('Ana', { exact: true }).filter({ hasText: 'report' }).count()).toBe(0);
  expect(await seriousFindings(bo.page)).toEqual([]);

  // The moderator ends it, and Bo can write again.
  await queue.getByRole('button', { name: 'Back to the list' }).click();
  await queue.getByRole('combobox', { name: 'Reports' }).selectOption({ label: 'Muted and banned' });
  await queue.getByRole('button', { name: 'Unmute' }).click();
  await queue.getByText('Nobody is muted or banned.').waitFor();
  await bo.page.locator('#composer').waitFor();
  expect([...jo.complaints, ...ana.complaints, ...bo.complaints]).toEqual([]);
});
