import { leaveAdmin, openAdmin, openAdminPage } from './adminPages.ts';
import { describe, expect, it } from 'vitest';
import { message, say, seriousFindings, Stage, type Visitor } from './stage.ts';

const limited = 'Guests can see only people in their rooms';

async function openSettings({ page }: Visitor) {
  await openAdmin(page);
  return page.getByRole('main');
}

/** The number of people one could write to, by a part of their name. */
async function findable({ page }: Visitor, name: string): Promise<number> {
  await page.getByRole('button', { name: 'New message', exact: true }).click();
  await page.getByLabel('Search people').fill(name);
  const found = await page.getByRole('list', { name: 'People' }).getByRole('button').count();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  return found;
}

describe('a guest, where guests see only people in their rooms', () => {
  it('reads who said something in General, finds nobody else, and finds people as soon as they share a room', async () => {
    await using stage = await Stage.open();
    const jo = await stage.register('Jo');
    const ana = await stage.register('Ana');
    const gus = await stage.register('Gus');
    expect(await findable(gus, 'ana')).toBe(1);
    const settings = await openSettings(jo);
    await openAdminPage(jo.page, 'People');
    await settings.getByLabel('Role of Gus').selectOption('guest');
    await openAdminPage(jo.page, 'Workspace');
    const choice = settings.getByLabel('Who can see whom');
    await choice.selectOption({ label: limited });
    await settings.getByText('General doesn’t count as a shared room', { exact: false }).waitFor();
    expect(await seriousFindings(jo.page)).toEqual([]);
    await leaveAdmin(jo.page);
    await expect.poll(() => findable(gus, 'ana')).toBe(0);
    await say(ana.page, 'good morning');
    await message(gus.page, 'good morning').getByText('Ana', { exact: true }).waitFor();
    // The author of a message cannot be written to, also after a reload.
    await gus.page.reload();
    await message(gus.page, 'good morning').getByText('Ana', { exact: true }).waitFor();
    expect(await findable(gus, 'ana')).toBe(0);
    await gus.page.locator('#composer').pressSequentially('@an');
    await say(gus.page, 'hello @ana');
    await message(ana.page, 'hello @ana').waitFor();

    // Jo creates a group of all.
    await jo.page.getByRole('button', { name: 'New message', exact: true }).click();
    for (const name of ['ana', 'gus']) {
      await jo.page.getByLabel('Search people').fill(name);
      await jo.page.getByRole('list', { name: 'People' }).getByRole('button').first().click();
    }
    await jo.page.getByRole('button', { name: 'Start a group' }).click();
    await expect.poll(() => findable(gus, 'ana')).toBe(1);
    const again = await openSettings(jo);
    await expect.poll(() => again.getByLabel('Who can see whom').inputValue()).toBe('members');
    expect([...jo.complaints, ...ana.complaints, ...gus.complaints]).toEqual([]);
  });
});
