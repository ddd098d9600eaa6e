import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { createRoom, message, say, Stage } from './stage.ts';

const composer = (page: Page) => page.locator('#composer');
const text = (page: Page) => composer(page).inputValue();
const option = (page: Page, name: RegExp | string) => page.getByRole('option', { name });
const options = (page: Page) => page.locator('#completions [role=option]').allInnerTexts();

/** Types, and sends with Enter: the text must be sent as typed. */
async function sends(page: Page, words: string): Promise<void> {
  await composer(page).pressSequentially(words);
  await page.keyboard.press('Enter');
  await message(page, words).waitFor();
  expect(await text(page)).toBe('');
}

describe('a list above the composer', () => {
  it('leaves what was not chosen, and sends it', async () => {
    await using stage = await Stage.open();
    const { page } = await stage.register('Jo');
    await composer(page).pressSequentially('so :tad');
    await option(page, /:tada:/).waitFor();
    await composer(page).fill('');
    for (const words of [
      'lol :-p',
      'at 10 :30',
      '3 :10',
      'We are #1',
      'fixes #12 and #7',
      'a smile :)',
      'mail jo@example.org',
      'who is @',
      'ratio 3:2',
      'see :nosuchname',
      'root:x:0:0',
      '10:100:1',
      'fe80:1:a:b:cd:ef',
      'https://example.com/a:100:b',
      'rows[:100:2] is code',
      '00:1b:tada:44',
    ])
      await sends(page, words);
  });

  it('makes a full name between colons an emoji, when it is typed and nowhere else', async () => {
    await using stage = await Stage.open();
    const { page } = await stage.register('Jo');
    await composer(page).pressSequentially('so :tada:');
    await expect.poll(() => text(page)).toBe('so 🎉');
    const becomes = async (typed: string, wanted: string): Promise<void> => {
      await composer(page).fill('');
      await composer(page).pressSequentially(typed);
      await expect.poll(() => text(page)).toBe(wanted);
    };
    await becomes('(:+1:)', '(👍)');
    await becomes('**:tada:**', '**🎉**');
    await becomes(':tada::100:', '🎉💯');
    await becomes('「:tada:」', '「🎉」');
    await becomes(':100:2', ':100:2');
    await becomes('a:tada:', 'a:tada:');
    await becomes('see `:tada:`', 'see `:tada:`');
    await composer(page).fill('');
    // What is pasted stays as it is, and so does what another program put in.
    await page.evaluate(() => navigator.clipboard.writeText('pasted :tada: and 10:100:1'));
    await composer(page).press('Control+v');
    expect(await text(page)).toBe('pasted :tada: and 10:100:1');
    await page.keyboard.press('Enter');
    await message(page, 'pasted :tada: and 10:100:1').waitFor();
  });

  it('finds people by the beginnings of their names, those one talks with first and oneself last', async () => {
    await using stage = await Stage.open();
    const { page } = await stage.register('Jo Anders');
    const ana = await stage.register('Ana Zielińska');
    await stage.register('José Luis García');
    await stage.register('Wang 王小明');
    await stage.register('Andrea Quiet');
    await say(ana.page, 'hello from me');
    await message(page, 'hello from me').waitFor();
    const offers = async (typed: string, first: RegExp): Promise<void> => {
      await composer(page).fill('');
      await composer(page).pressSequentially(typed);
      await expect.poll(async () => (await options(page))[0]).toMatch(first);
    };
    await offers('@an', /Ana Zieli/);
    await expect
      .poll(async () => (await options(page)).map((name) => /Ana|Andrea|Jo A/.exec(name)?.[0]))
      .toEqual(['Ana', 'Andrea', 'Jo A']);
    await offers('@jose luis', /José Luis/);
    await offers('@zielin', /Ana Zieli/);
    await offers('@garcia', /José Luis/);
    await offers('@小明', /王小明/);
    await offers('「@an', /Ana Zieli/);
    await offers('你好@an', /Ana Zieli/);
    await page.keyboard.press('Enter');
    await expect.poll(() => text(page)).toMatch(/^你好@ana\S* $/);
    // The mention is complete, and what follows is text.
    await composer(page).fill('');
    await sends(page, 'thanks @ana can you');
    // The arrows choose another, and Enter takes it.
    await composer(page).pressSequentially('@an');
    await option(page, /Andrea/).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => text(page)).toMatch(/^@andrea\S* $/);
    await composer(page).fill('');
    await composer(page).pressSequentially('@an');
    await option(page, /Andrea/).hover();
    await page.keyboard.press('Enter');
    await expect.poll(() => text(page)).toMatch(/^@andrea\S* $/);
  });

  it('finds rooms by their words, and Ctrl+K finds all the same way', async () => {
    await using stage = await Stage.open();
    const { page } = await stage.register('Jo');
    await stage.register('José Luis García');
    for (const name of ['Diseño gráfico', '1on1']) await createRoom(page, name);
    await composer(page).pressSequentially('see #graf');
    await option(page, /Diseño gráfico/).waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => text(page)).toBe('see #diseño-gráfico ');
    await composer(page).fill('');
    await composer(page).pressSequentially('We are #1');
    await option(page, /1on1/).waitFor();
    await page.keyboard.press('Enter');
    await message(page, 'We are #1').waitFor();
    for (const [typed, wanted] of [
      ['diseno', /Diseño gráfico/],
      ['graf', /Diseño gráfico/],
      ['jose lu', /José Luis García/],
      ['dsgr', /Diseño gráfico/],
    ] as const) {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').fill(typed);
      await expect.poll(() => page.locator('#jump-list [role=option]').first().innerText()).toMatch(wanted);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
  });
});
