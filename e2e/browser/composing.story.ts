import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { message, say, seriousFindings, Stage } from './stage.ts';

const composer = (page: Page) => page.locator('#composer');

/** Pastes as a browser does: both forms of the same thing. */
async function paste(page: Page, plain: string, html = ''): Promise<void> {
  await composer(page).evaluate(
    (box, data) => {
      const transfer = new DataTransfer();
      transfer.setData('text/plain', data.plain);
      if (data.html !== '') transfer.setData('text/html', data.html);
      box.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }),
      );
    },
    { plain, html },
  );
}

describe('the composer', () => {
  it('never sends or completes while an input method composes', async () => {
    await using stage = await Stage.open();
    const { page, context } = await stage.register('Jo');
    const protocol = await context.newCDPSession(page);
    await composer(page).focus();
    await protocol.send('Input.imeSetComposition', { text: 'にほん', selectionStart: 3, selectionEnd: 3 });
    await expect.poll(() => composer(page).inputValue()).toBe('にほん');
    // An input method's Enter: the key arrives with the code 229.
    await composer(page).evaluate((box) =>
      box.dispatchEvent(
        new KeyboardEvent('keydown', {
          key: 'Enter',
          keyCode: 229,
          isComposing: true,
          bubbles: true,
          cancelable: true,
        }),
      ),
    );
    await protocol.send('Input.insertText', { text: '日本' });
    await expect.poll(() => composer(page).inputValue()).toBe('日本');
    expect(await page.locator('[data-message]').filter({ hasText: 'にほん' }).count()).toBe(0);
    await page.keyboard.press('Enter');
    await message(page, '日本').waitFor();
  });

  it('refuses more than 8,000 characters as people count them, and keeps the text', async () => {
    await using stage = await Stage.open();
    const { page } = await stage.register('Jo');
    await composer(page).fill('👨‍👩‍👧'.repeat(8001));
    await page.getByText('1 character too many').waitFor();
    await composer(page).press('Enter');
    expect(await composer(page).inputValue()).toHaveLength('👨‍👩‍👧'.length * 8001);
    expect(await page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
    await composer(page).fill('👨‍👩‍👧'.repeat(8000));
    await page.getByText('too many').waitFor({ state: 'detached' });
    await composer(page).press('Enter');
    await expect.poll(() => composer(page).inputValue()).toBe('');
    await message(page, '👨‍👩‍👧').waitFor();
  });

  it('turns pasted rich text into Markdown, a pasted address into a link, and leaves code alone', async () => {
    await using stage = await Stage.open();
    const { page } = await stage.register('Jo');
    await composer(page).focus();
    await paste(
      page,
      'Plan\nnow or later',
      '<meta charset="utf-8"><b style="font-weight:normal"><h2>Plan</h2><p><strong>now</strong> or <em>later</em>, ' +
        '<s>never</s> <a href="https://example.org/a_b">here</a></p><ol><li>one</li><li>two_three</li></ol>' +
        '<pre><code>let x = 1;</code></pre><script>window.hacked = 1</script></b>',
    );
    await expect
      .poll(() => composer(page).inputValue())
      .toBe(
        '**Plan**\n\n**now** or _later_, ~~never~~ [here](https://example.org/a_b)\n\n1. one\n2. two_three\n\n```\nlet x = 1;\n```',
      );
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
    await composer(page).fill('see this');
    await composer(page).evaluate((box) => (box as HTMLTextAreaElement).setSelectionRange(4, 8));
    await paste(page, 'https://example.org');
    await expect.poll(() => composer(page).inputValue()).toBe('see [this](https://example.org)');
    await composer(page).fill('');
    await composer(page).pressSequentially('bold');
    await composer(page).press('Control+a');
    await page.keyboard.press('Control+b');
    await expect.poll(() => composer(page).inputValue()).toBe('**bold**');
    await composer(page).fill('text');
    await composer(page).press('Control+a');
    await page.keyboard.press('Control+Shift+L');
    await expect.poll(() => composer(page).inputValue()).toBe('[text](https://)');
  });

  it('runs commands, completes them, and says what is wrong with one it does not know', async () => {
    await using stage = await Stage.open();
    const { page } = await stage.register('Jo');
    await composer(page).pressSequentially('/to');
    await page.getByRole('option', { name: /topic/ }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Tab');
    await composer(page).pressSequentially('What we do today');
    await page.keyboard.press('Enter');
    await page.locator('header').getByText('What we do today').waitFor();
    await say(page, '/me waves');
    await message(page, 'waves').locator('em').waitFor();
    await say(page, '/nonsense at all');
    await page.getByText('There is no command /nonsense').waitFor();
    expect(await composer(page).inputValue()).toBe('/nonsense at all');
    await say(page, ' /nonsense');
    await message(page, '/nonsense').waitFor();
    await say(page, '/usr/bin/env');
    await message(page, '/usr/bin/env').waitFor();
    await say(page, '/join nowhere');
    await page.getByText('There is no public room of that name.').waitFor();
    await say(page, '/status 🌴 away till Monday');
    await page.locator('#sidebar').getByText('away till Monday').waitFor();
    await composer(page).fill('/keys');
    await composer(page).press('Enter');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  });
});

describe('the tab', () => {
  it('counts in its title and marks its icon what waits elsewhere, until it is read', async () => {
    await using stage = await Stage.open();
    const jo = await stage.register('Jo');
    const ana = await stage.register('Ana');
    const icon = () => jo.page.locator('#favicon').getAttribute('href');
    await expect.poll(() => jo.page.title()).toBe('General · Parley');
    const plain = await icon();
    await ana.page.getByRole('button', { name: 'New message', exact: true }).click();
    await ana.page.getByRole('dialog').getByRole('button', { name: /Jo/ }).click();
    await ana.page.getByRole('button', { name: 'Start conversation', exact: true }).click();
    await ana.page.getByText('This is the beginning of your conversation').waitFor();
    await say(ana.page, 'have you a minute?');
    await message(ana.page, 'have you a minute?').waitFor();
    await expect.poll(() => jo.page.title()).toBe('(1) General · Parley');
    expect(await icon()).not.toBe(plain);
    await jo.page.locator('#sidebar').getByRole('link', { name: /Ana/ }).click();
    await message(jo.page, 'have you a minute?').waitFor();
    await expect.poll(() => jo.page.title()).toBe('Ana · Parley');
    await expect.poll(icon).toBe(plain);
    // Where no room is on screen too, as in the list on a phone after a reload.
    await jo.page.setViewportSize({ width: 390, height: 844 });
    await jo.page.goto(stage.url);
    await jo.page.locator('#sidebar').waitFor();
    await say(ana.page, 'and another one?');
    await expect.poll(() => jo.page.title()).toBe('(1) Parley');
  });
});
