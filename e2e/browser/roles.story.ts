import { expect, it } from 'vitest';
import { leaveAdmin, openAdmin } from './adminPages.ts';
import { actOn, message, say, seriousFindings, Stage } from './stage.ts';

it('an announcement room: owners post, everybody reacts and replies; and the table of the workspace takes a right away', async () => {
  await using stage = await Stage.open();
  const jo = await stage.register('Jo');
  const ana = await stage.register('Ana');
  await jo.page.getByRole('button', { name: 'Parley', exact: true }).click();
  await jo.page.getByRole('menuitem', { name: 'Create a room' }).click();
  await jo.page.getByRole('radio', { name: /Private/ }).click();
  await jo.page.getByLabel('Name', { exact: true }).fill('News');
  await jo.page.getByRole('dialog').getByRole('button', { name: /Ana/ }).click();
  await jo.page.getByRole('button', { name: 'Create room' }).click();
  await jo.page.getByRole('heading', { name: 'News', level: 1 }).waitFor();
  await say(jo.page, 'The kitchen is open again');
  await ana.page.getByRole('link', { name: /News/ }).click();
  await ana.page.locator('#composer').waitFor();

  await jo.page.getByRole('button', { name: 'Room details' }).click();
  await jo.page.getByRole('button', { name: 'Who may post' }).click();
  const dialog = jo.page.getByRole('dialog');
  await dialog.getByLabel('Post messages').selectOption('owners');
  expect(await seriousFindings(jo.page)).toEqual([]);
  await jo.page.keyboard.press('Escape');

  // At once, and without a reload.
  await ana.page.getByText('Only some people may post here. You can react and reply.').waitFor();
  expect(await ana.page.locator('#composer').count()).toBe(0);
  await actOn(ana.page, 'The kitchen is open again', 'React with 👍');
  await message(jo.page, 'The kitchen is open again').getByRole('button', { name: /^👍 1/ }).waitFor();
  await actOn(ana.page, 'The kitchen is open again', 'Reply');
  await say(ana.page, 'At last');
  await message(jo.page, 'At last').waitFor();
  await ana.page.getByText('Only some people may post here').waitFor();

  // Guests aside, nobody but owners and admins pins from now on.
  await openAdmin(jo.page, 'Roles and permissions');
  for (const role of ['moderator', 'member', 'guest'])
    await jo.page.getByRole('checkbox', { name: `Pin messages: ${role}` }).uncheck();
  await jo.page.getByRole('button', { name: 'Save permissions' }).click();
  await jo.page.getByText('Permissions saved').waitFor({ state: 'attached' });
  expect(await seriousFindings(jo.page)).toEqual([]);
  await leaveAdmin(jo.page);
  const offered = async (): Promise<number> => {
    await actOn(ana.page, 'The kitchen is open again', 'More actions');
    await ana.page.getByRole('menuitem', { name: 'Copy text' }).waitFor();
    const count = await ana.page.getByRole('menuitem', { name: 'Pin to room' }).count();
    await ana.page.keyboard.press('Escape');
    return count;
  };
  await expect.poll(offered).toBe(0);
  expect([...jo.complaints, ...ana.complaints]).toEqual([]);
});
