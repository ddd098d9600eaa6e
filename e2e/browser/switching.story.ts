import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { actOn, createRoom, message, say, signIn, Stage } from './stage.ts';

const composer = (page: Page) => page.locator('#composer');
const text = (page: Page) => composer(page).inputValue();
const room = (page: Page, name: RegExp | string) => page.locator('#sidebar').getByRole('link', { name });

describe('another room and back', () => {
  it('loses neither what one answers, nor an edit, nor attachments, nor the place of the caret', async () => {
    await using stage = await Stage.open();
    const { page } = await stage.register('Jo');
    await createRoom(page, 'other');
    await room(page, /General/).click();
    await say(page, 'how is it?');
    await message(page, 'how is it?').getByLabel('Sent', { exact: true }).waitFor();

    // The reply target, with the draft, its caret and a file.
    await actOn(page, 'how is it?', 'Reply');
    await page.getByText('Replying to Jo').waitFor();
    await composer(page).pressSequentially('it is fine');
    await composer(page).evaluate((box) => (box as HTMLTextAreaElement).setSelectionRange(2, 5));
    await page
      .locator('#attach')
      .setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('a') });
    await room(page, /other/).click();
    await page.getByRole('heading', { level: 1, name: 'other' }).waitFor();
    expect(await text(page)).toBe('');
    expect(await page.getByText('Replying to').count()).toBe(0);
    await room(page, /General/).click();
    await page.getByText('Replying to Jo').waitFor();
    await page.getByRole('list', { name: 'Attached files' }).getByText('a.txt').waitFor();
    expect(await text(page)).toBe('it is fine');
    expect(
      await composer(page).evaluate((box) => {
        const { selectionStart, selectionEnd } = box as HTMLTextAreaElement;
        return [selectionStart, selectionEnd, document.activeElement === box];
      }),
    ).toEqual([2, 5, true]);

    // An edit on top of it, over a reload too; after it the reply target is back.
    await actOn(page, 'how is it?', 'More actions', 'Edit');
    await expect.poll(() => text(page)).toBe('how is it?');
    await composer(page).pressSequentially(' today');
    await room(page, /other/).click();
    await page.getByRole('heading', { level: 1, name: 'other' }).waitFor();
    await room(page, /General/)
      .getByLabel('Edit in progress')
      .waitFor();
    await page.reload();
    await room(page, /General/).click();
    await page.getByText('Editing', { exact: true }).waitFor();
    expect(await text(page)).toBe('how is it? today');
    await composer(page).press('Enter');
    await message(page, 'how is it? today').waitFor();
    await page.getByText('Replying to Jo').waitFor();
    await expect.poll(() => text(page)).toBe('it is fine');
    await composer(page).press('Enter');
    await message(page, 'it is fine').getByText('how is it? today').waitFor();
    await page.getByText('Replying to').waitFor({ state: 'detached' });
  });

  it('never puts a draft of another device over what is being typed here', async () => {
    await using stage = await Stage.open();
    const here = await stage.register('Jo');
    const there = await stage.visitor();
    await there.page.goto(stage.url);
    await signIn(there.page, 'jo');

    // A draft that nobody is writing is taken over, and continued.
    await composer(here.page).pressSequentially('from here');
    await expect.poll(() => text(there.page)).toBe('from here');
    await composer(there.page).press('End');
    await composer(there.page).pressSequentially(' and there');
    await expect.poll(() => text(here.page)).toBe('from here and there');

    // What is being written stays, whether the server has it or not, and in this room after another.
    await composer(here.page).fill('mine alone');
    await expect.poll(() => text(there.page)).toBe('from here and there');
    const known = here.page.waitForResponse((response) => response.url().endsWith('/draft'));
    await composer(here.page).pressSequentially('!');
    await known;
    await composer(there.page).fill('theirs alone');
    await there.page.waitForResponse((response) => response.url().endsWith('/draft'));
    // Somebody else's message arrives after the draft, so the draft has arrived too.
    const ana = await stage.register('Ana');
    await say(ana.page, 'a message behind it');
    await message(here.page, 'a message behind it').waitFor();
    expect(await text(here.page)).toBe('mine alone!');
    await here.page.reload();
    await composer(here.page).waitFor();
    await message(here.page, 'a message behind it').waitFor();
    await expect.poll(() => text(here.page)).toBe('mine alone!');
    // Sent here, it empties a box there only while nothing else is written in it.
    await composer(here.page).press('Enter');
    await message(there.page, 'mine alone!').waitFor();
    expect(await text(there.page)).toBe('theirs alone');
  });
});
