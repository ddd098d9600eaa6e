import { expect, it } from 'vitest';
import { leaveAdmin, openAdmin, openAdminPage } from './adminPages.ts';
import { createRoom, message, say, seriousFindings, Stage } from './stage.ts';

it('an owner makes a user group, a mention of it notifies its people, and the inspector names the rule', async () => {
  await using stage = await Stage.open();
  const jo = await stage.register('Jo');
  const ana = await stage.register('Ana');
  const ben = await stage.register('Ben');
  await openAdmin(jo.page, 'User groups');
  await jo.page.getByLabel('Name', { exact: true }).fill('Design team');
  await jo.page.getByLabel('Handle', { exact: true }).fill('design');
  await jo.page.getByRole('button', { name: 'Create user group' }).click();
  await jo.page.getByRole('heading', { name: 'Design team' }).waitFor();
  await jo.page
    .getByRole('list', { name: 'People', exact: true })
    .getByRole('button', { name: /Ana/ })
    .click();
  await jo.page.getByRole('button', { name: 'Add people' }).click();
  await jo.page
    .getByRole('list', { name: 'People in the group' })
    .getByText('Ana', { exact: true })
    .waitFor();
  expect(await seriousFindings(jo.page)).toEqual([]);

  // Ana is elsewhere when Ben mentions the group in General.
  await createRoom(ana.page, 'Quiet corner');
  const composer = ben.page.locator('#composer');
  await composer.pressSequentially('@desi');
  await ben.page.getByRole('option', { name: /Design team/ }).waitFor();
  await ben.page.keyboard.press('Enter');
  await expect.poll(() => composer.inputValue()).toBe('@design ');
  await composer.pressSequentially('please look');
  await ben.page.keyboard.press('Enter');
  await message(ben.page, 'please look').getByText('@Design team').waitFor();
  await ana.page
    .locator('#sidebar')
    .getByRole('link', { name: /Mentions\W+1 unread/ })
    .click();
  const inbox = ana.page.getByRole('complementary', { name: 'Mentions' });
  await inbox.getByText('please look').waitFor();

  await openAdminPage(jo.page, 'Custom roles');
  await jo.page.getByLabel('Name', { exact: true }).fill('Announcers');
  await jo.page.getByRole('checkbox', { name: 'Post messages' }).check();
  await jo.page.getByRole('button', { name: 'Create custom role' }).click();
  await jo.page.getByText('Announcers').click();
  await jo.page.getByRole('button', { name: /Design team/ }).click();
  await jo.page.getByRole('button', { name: 'Give role' }).click();
  await jo.page.getByRole('list', { name: 'Who has it' }).getByText('@design').waitFor();
  expect(await seriousFindings(jo.page)).toEqual([]);

  await openAdminPage(jo.page, 'Why may they?');
  await jo.page.getByRole('button', { name: /Ana/ }).click();
  await jo.page.getByRole('combobox', { name: /^Permission/ }).selectOption('post');
  await jo.page.getByRole('combobox', { name: /^Where/ }).selectOption({ label: '#General' });
  await jo.page.getByRole('button', { name: 'Show why' }).click();
  await jo.page.getByText('Ana may do this.').waitFor();
  await jo.page.getByText('The role member has this permission.').waitFor();
  expect(await seriousFindings(jo.page)).toEqual([]);
  await leaveAdmin(jo.page);
  await say(jo.page, 'Thank you');
  expect([...jo.complaints, ...ana.complaints, ...ben.complaints]).toEqual([]);
});
