import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { message, Stage } from './stage.ts';

const composer = (page: Page) => page.locator('#composer');
const text = (page: Page) => composer(page).inputValue();

/** A key as another layout sends it: its character and its place. */
const press = (page: Page, key: string, code: string, held: Record<string, boolean>) =>
  page.evaluate(
    (event) => {
      const target = document.activeElement ?? document.body;
      target.dispatchEvent(new KeyboardEvent('keydown', { ...event, bubbles: true, cancelable: true }));
    },
    { key, code, ...held },
  );

/** The Enter of an input method that composes in the focused field, and the Escape that ends it. */
async function composing(page: Page, key: 'Enter' | 'Escape' | 'ArrowDown' = 'Enter'): Promise<void> {
  await page.evaluate((pressedKey) => {
    const target = document.activeElement ?? document.body;
    const event = { key: pressedKey, keyCode: 229, bubbles: true, cancelable: true };
    target.dispatchEvent(new KeyboardEvent('keydown', { ...event, isComposing: true }));
    // Safari shows that by the code alone.
    target.dispatchEvent(new KeyboardEvent('keydown', event));
  }, key);
}

describe('keyboards', () => {
  it('an input method keeps its Enter and Escape in every field', async () => {
    await using stage = await Stage.open();
    const { page, context } = await stage.register('Jo');
    const protocol = await context.newCDPSession(page);
    // A real composition in Ctrl+K: no navigation, and the dialog stays.
    await page.keyboard.press('Control+k');
    const jump = page.getByRole('combobox');
    await jump.waitFor();
    await protocol.send('Input.imeSetComposition', { text: 'げ', selectionStart: 1, selectionEnd: 1 });
    await composing(page);
    await composing(page, 'Escape');
    await composing(page, 'ArrowDown');
    expect(await jump.inputValue()).toBe('げ');
    expect(await page.getByRole('dialog').count()).toBe(1);
    await protocol.send('Input.insertText', { text: '下' });
    // The dialog accepts Escape again one task after the composition has ended.
    await page.evaluate(() => new Promise((done) => setTimeout(done)));
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    // The emoji's search, the search of messages, a form of one field, a picker of people.
    await page.locator('main').getByRole('button', { name: 'Emoji', exact: true }).click();
    await page.getByRole('textbox', { name: 'Search emoji' }).fill('tada');
    await composing(page);
    expect(await text(page)).toBe('');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+Shift+f');
    await page.getByRole('searchbox', { name: 'Search messages' }).fill('日本');
    await composing(page, 'Escape');
    expect(await page.getByRole('searchbox', { name: 'Search messages' }).inputValue()).toBe('日本');
    await page.getByRole('button', { name: 'Close search' }).click();
    await page.getByRole('button', { name: 'Parley', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Create a room' }).click();
    await page.getByLabel('Name', { exact: true }).fill('日本');
    await composing(page);
    expect(await page.getByRole('dialog').count()).toBe(1);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'New message', exact: true }).click();
    await page.getByRole('textbox', { name: 'Search people' }).fill('jo');
    await composing(page);
    expect(await page.getByRole('textbox', { name: 'Search people' }).inputValue()).toBe('jo');
  });

  it('shortcuts work by place on layouts without Latin letters, and AltGr types', async () => {
    await using stage = await Stage.open();
    const { page } = await stage.register('Jo');
    for (const key of ['и', 'β', 'נ', 'لا', 'ㅠ']) {
      await composer(page).fill('word');
      await composer(page).press('Control+a');
      await press(page, key, 'KeyB', { ctrlKey: true });
      await expect.poll(() => text(page)).toBe('**word**');
    }
    await composer(page).fill('word');
    // Dvorak's B is elsewhere, and the character on B's place is no B.
    await press(page, 'x', 'KeyB', { ctrlKey: true });
    expect(await text(page)).toBe('word');
    // AltGr, on Windows as both, and a dead key.
    for (const held of [
      { ctrlKey: true, altKey: true },
      { ctrlKey: true, modifierAltGraph: true },
    ]) {
      await press(page, 'b', 'KeyB', held);
      await press(page, 'k', 'KeyK', held);
    }
    await press(page, 'Dead', 'KeyE', { ctrlKey: true });
    expect(await text(page)).toBe('word');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await press(page, 'л', 'KeyK', { ctrlKey: true });
    await page.getByRole('combobox').waitFor();
  });

  it('Enter makes the next line in open code and the next item in a list, and sends anywhere else', async () => {
    await using stage = await Stage.open();
    const { page } = await stage.register('Jo');
    const type = async (...lines: string[]): Promise<void> => {
      for (const line of lines) {
        await composer(page).pressSequentially(line);
        await page.keyboard.press('Enter');
      }
    };
    // The code for Enter is loaded after the room: an earlier Enter waits for it.
    let arrive = (): void => undefined;
    const arrival = new Promise<void>((resolve) => (arrive = resolve));
    await page.route(/\/assets\/lines-/, (route) => arrival.then(() => route.continue()));
    await page.reload();
    await type('- milk');
    expect(await text(page)).toBe('- milk');
    arrive();
    await expect.poll(() => text(page)).toBe('- milk\n- ');
    await type('bread', '');
    expect(await text(page)).toBe('- milk\n- bread\n');
    await page.keyboard.press('Enter');
    await page.locator('[data-message] li').getByText('bread').waitFor();
    await type('1. one', 'two');
    expect(await text(page)).toBe('1. one\n2. two\n3. ');
    await composer(page).fill('');
    await type('```', 'if (x) {', '  y();');
    expect(await text(page)).toBe('```\nif (x) {\n  y();\n  ');
    await page.keyboard.press('Shift+Home');
    await composer(page).pressSequentially('}');
    await page.keyboard.press('Enter');
    await type('```');
    await page.locator('[data-message] pre').getByText('y();').waitFor();
    expect(await text(page)).toBe('');
    await type('5. Mai');
    await message(page, '5. Mai').waitFor();
    // Ctrl+Enter sends from anywhere.
    await composer(page).pressSequentially('- only one');
    await page.keyboard.press('Control+Enter');
    await page.locator('[data-message] li').getByText('only one').waitFor();
  });

  it('on a screen that is touched Enter makes a line and the button sends, unless chosen otherwise', async () => {
    await using stage = await Stage.open();
    const { page } = await stage.register('Jo', { width: 390, height: 844, touch: true });
    await composer(page).pressSequentially('first');
    await page.keyboard.press('Enter');
    await composer(page).pressSequentially('second');
    expect(await text(page)).toBe('first\nsecond');
    expect(await composer(page).getAttribute('enterkeyhint')).toBe('enter');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await message(page, 'second').waitFor();
    await composer(page).pressSequentially('> quoted');
    await page.keyboard.press('Enter');
    expect(await text(page)).toBe('> quoted\n> ');
    await composer(page).fill('');
    await page.evaluate(() => localStorage.setItem('parley.enterSends', 'true'));
    await composer(page).pressSequentially('third');
    await page.keyboard.press('Enter');
    await message(page, 'third').waitFor();
  });
});
