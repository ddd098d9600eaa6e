import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { message, Stage } from './stage.ts';

const composer = (page: Page) => page.locator('#composer');
const text = (page: Page) => composer(page).inputValue();
const select = (page: Page, from: number, to: number) =>
  composer(page).evaluate(
    (box, [start, end]) => (box as HTMLTextAreaElement).setSelectionRange(start ?? 0, end ?? 0),
    [from, to],
  );

/** Undoes step by step until the box is empty or nothing changes; returns the texts. */
async function undone(page: Page): Promise<string[]> {
  const seen = [await text(page)];
  for (;;) {
    await page.keyboard.press('Control+z');
    const now = await text(page);
    if (now === seen.at(-1)) return seen;
    seen.push(now);
    if (now === '') return seen;
  }
}
async function redone(page: Page): Promise<string> {
  for (let last: string | undefined; last !== (await text(page));) {
    last = await text(page);
    await page.keyboard.press('Control+Shift+z');
  }
  return text(page);
}

/** Runs an edit in an empty box, and expects one Ctrl+Z to undo it and further ones to empty the box. */
async function oneStep(page: Page, before: string, work: () => Promise<void>, after: string): Promise<void> {
  await composer(page).fill('');
  await composer(page).pressSequentially(before);
  await work();
  await expect.poll(() => text(page)).toBe(after);
  const steps = await undone(page);
  expect(steps[1]).toBe(before);
  expect(steps.at(-1)).toBe('');
  expect(await redone(page)).toBe(after);
}

describe('undo', () => {
  it('takes back marks, by key and by button, completions, emoji, items and line breaks, one by one', async () => {
    await using stage = await Stage.open();
    const { page } = await stage.register('Jo');
    const key = (name: string) => () => page.keyboard.press(name);
    const button = (name: string) => () =>
      page.locator('main').getByRole('button', { name, exact: true }).last().click();
    const all = (then: () => Promise<void>) => async () => {
      await page.keyboard.press('Control+a');
      await then();
    };
    await oneStep(page, 'bold', all(key('Control+b')), '**bold**');
    await oneStep(page, 'slanted', all(key('Control+i')), '_slanted_');
    await oneStep(page, 'code', all(key('Control+e')), '`code`');
    await oneStep(page, 'text', all(key('Control+Shift+L')), '[text](https://)');
    await oneStep(page, 'bold', all(button('Bold')), '**bold**');
    await oneStep(page, 'milk', button('List'), '- milk');
    await oneStep(page, 'see ', button('Mention someone'), 'see @');
    const taken = (name: RegExp) => async () => {
      await page.getByRole('option', { name }).first().waitFor();
      await page.keyboard.press('Tab');
    };
    await oneStep(page, 'hi @jo', taken(/@jo/), 'hi @jo ');
    await oneStep(page, '- milk', key('Enter'), '- milk\n- ');
    await oneStep(page, 'so :tad', taken(/:tada:/), 'so 🎉 ');
  });

  it('gives the name of an emoji back, and the box goes on from there', async () => {
    await using stage = await Stage.open();
    const { page } = await stage.register('Jo');
    await composer(page).pressSequentially('so :tada:');
    await expect.poll(() => text(page)).toBe('so 🎉');
    await page.keyboard.press('Control+z');
    expect(await text(page)).toBe('so :tada:');
    await composer(page).pressSequentially(' it is');
    expect(await text(page)).toBe('so :tada: it is');
    await page.keyboard.press('Enter');
    await message(page, 'so :tada: it is').waitFor();
  });

  it('marks each paragraph by itself, and takes the marks away again', async () => {
    await using stage = await Stage.open();
    const { page } = await stage.register('Jo');
    await composer(page).fill('one\n\n  two \n- three');
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+b');
    await expect.poll(() => text(page)).toBe('**one**\n\n  **two** \n- **three**');
    await page.keyboard.press('Control+b');
    expect(await text(page)).toBe('one\n\n  two \n- three');
    await select(page, 0, 3);
    await page.keyboard.press('Control+i');
    expect(await text(page)).toBe('_one_\n\n  two \n- three');
    await page.keyboard.press('Control+i');
    expect(await text(page)).toBe('one\n\n  two \n- three');
  });

  it('does not bring back what was sent, and takes back a command that was refused', async () => {
    await using stage = await Stage.open();
    const { page } = await stage.register('Jo');
    await composer(page).pressSequentially('said once');
    await page.keyboard.press('Enter');
    await message(page, 'said once').waitFor();
    await page.keyboard.press('Control+z');
    expect(await text(page)).toBe('');
    await composer(page).pressSequentially('/nonsense');
    await page.keyboard.press('Enter');
    await page.getByText('There is no command /nonsense').waitFor();
    expect(await text(page)).toBe('/nonsense');
    expect((await undone(page)).at(-1)).toBe('');
  });

  it('belongs to each message that is edited by itself', async () => {
    await using stage = await Stage.open();
    const { page } = await stage.register('Jo');
    await composer(page).pressSequentially('first');
    await page.keyboard.press('Enter');
    await page.getByLabel('Sent', { exact: true }).waitFor();
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => text(page)).toBe('first');
    await composer(page).pressSequentially(' and more');
    expect((await undone(page)).at(-1)).toBe('first');
    await page.keyboard.press('Escape');
    await expect.poll(() => text(page)).toBe('');
    await page.keyboard.press('Control+z');
    expect(await text(page)).toBe('');
  });
});
