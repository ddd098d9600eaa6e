import { describe, expect, it } from 'vitest';
import { actOn, message, say, seriousFindings, signIn, Stage } from './stage.ts';

describe('keeping messages', () => {
  it('pins for everybody, saves for oneself, forwards to another room, and finds all of it again', async () => {
    await using stage = await Stage.open();
    const jo = await stage.register('Jo');
    const ana = await stage.register('Ana');
    await say(jo.page, 'the **plan** for Friday');
    await message(ana.page, 'plan').waitFor();
    await actOn(ana.page, 'plan', 'More actions', 'Pin to room');
    await message(jo.page, 'Pinned by Ana').waitFor();
    await actOn(jo.page, 'plan', 'More actions', 'Save for later');
    await actOn(jo.page, 'plan', 'More actions', 'Forward');
    const dialog = jo.page.getByRole('dialog', { name: 'Forward to…' });
    await dialog.getByRole('button', { name: 'General' }).click();
    await dialog.getByLabel('Add a few words').fill('once more:');
    expect(await seriousFindings(jo.page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Forward' }).click();
    await message(ana.page, 'once more:').getByRole('link', { name: 'Jo in General' }).waitFor();

    await jo.page.locator('#sidebar').getByRole('link', { name: 'Saved' }).click();
    const saved = jo.page.getByRole('complementary', { name: 'Saved' });
    await saved.getByText('plan').waitFor();
    expect(await seriousFindings(jo.page)).toEqual([]);
    await actOn(jo.page, 'Pinned by Ana', 'More actions', 'Remove from saved');
    await saved.getByText('No saved messages').waitFor();
    await ana.page.getByRole('button', { name: 'Room details' }).click();
    await ana.page.getByRole('button', { name: 'Pinned messages' }).click();
    const pins = ana.page.getByRole('complementary', { name: 'Pinned messages' });
    await pins.getByText('plan').waitFor();
    await actOn(jo.page, 'Pinned by Ana', 'More actions', 'Unpin');
    await pins.getByText('No pinned messages').waitFor();
    expect([...jo.complaints, ...ana.complaints]).toEqual([]);
  });

  it('marks as unread from a message, so that one comes back to it', async () => {
    await using stage = await Stage.open();
    const { page, complaints } = await stage.register('Jo');
    for (const text of ['one', 'two', 'three']) {
      await say(page, text);
      await message(page, text).getByLabel('Sent', { exact: true }).waitFor();
    }
    await actOn(page, 'two', 'More actions', 'Mark unread');
    const general = page.locator('#sidebar').getByRole('link', { name: /^General/ });
    await expect.poll(() => general.textContent()).toMatch(/, 2 unread/);
    // Returning to it reads it.
    await page.reload();
    await message(page, 'three').waitFor();
    await expect.poll(() => general.textContent()).not.toMatch(/unread/);
    expect(complaints).toEqual([]);
  });

  it('what is half written is on one’s other devices, and in one list', async () => {
    await using stage = await Stage.open();
    const desk = await stage.register('Jo');
    const phone = await stage.visitor();
    await phone.page.goto(stage.url);
    await signIn(phone.page, 'jo');
    await desk.page.locator('#composer').fill('half a thought');
    await expect.poll(() => phone.page.locator('#composer').inputValue()).toBe('half a thought');
    await phone.page
      .locator('#sidebar')
      .getByRole('link', { name: /^Drafts\W+1/ })
      .click();
    const drafts = phone.page.getByRole('complementary', { name: 'Drafts' });
    await drafts.getByText('half a thought').waitFor();
    await drafts.getByRole('button', { name: 'Discard the draft for General' }).click();
    await drafts.getByText('No drafts').waitFor();
    await expect.poll(() => desk.page.locator('#composer').inputValue()).toBe('');
    expect([...desk.complaints, ...phone.complaints]).toEqual([]);
  });
});
