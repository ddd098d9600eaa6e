import { describe, expect, it } from 'vitest';
import { message, say, seriousFindings, Stage } from './stage.ts';

interface Shown {
  title: string;
  body: string;
}

describe('notifications', () => {
  it('are asked for by a click, ring for mentions while one is elsewhere, and lead to the message', async () => {
    await using stage = await Stage.open();
    const jo = await stage.register('Jo');
    const ana = await stage.register('Ana');
    // Headless Chromium shows none, so what the page asks of the browser is written down instead.
    await jo.page.evaluate(() => {
      const shown: unknown[] = [];
      class Recorded {
        static permission = 'default';
        static requestPermission(): Promise<string> {
          Recorded.permission = 'granted';
          return Promise.resolve('granted');
        }
        onclick: (() => void) | undefined;
        constructor(
          public title: string,
          public options: { body: string },
        ) {
          shown.push({ title, body: options.body });
          Object.assign(window, { shown, last: this });
        }
        close(): void {
          Object.assign(window, { wasClosed: true });
        }
      }
      Object.assign(window, { Notification: Recorded, shown });
    });
    const shown = (): Promise<Shown[]> =>
      jo.page.evaluate(() => (window as unknown as { shown: Shown[] }).shown);
    expect(await jo.page.evaluate(() => Notification.permission)).toBe('default');
    await jo.page.keyboard.press('Control+,');
    await jo.page.getByRole('tab', { name: 'Notifications' }).click();
    expect(await seriousFindings(jo.page)).toEqual([]);
    await jo.page.getByRole('button', { name: 'Turn on notifications' }).click();
    await jo.page.getByRole('button', { name: 'Test on this device' }).click();
    expect(await shown()).toHaveLength(1);
    await jo.page.getByLabel('Words that count as a mention').fill('kite');
    await jo.page.keyboard.press('Escape');

    // A new room to look at, so that General is elsewhere.
    await say(jo.page, '/keys');
    await jo.page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await jo.page.keyboard.press('Escape');
    await jo.page.getByRole('button', { name: 'New message', exact: true }).click();
    await jo.page.getByRole('dialog').getByRole('button', { name: /Ana/ }).click();
    await jo.page.getByRole('button', { name: 'Write', exact: true }).click();
    await jo.page.getByText('This is the beginning of your conversation').waitFor();
    await say(ana.page, 'nothing of interest');
    await say(ana.page, 'the Kite flies');
    await say(ana.page, 'and **@jo** should ||not|| see');
    await expect.poll(shown).toEqual([
      { title: 'Parley', body: 'This is how a message rings.' },
      { title: 'Ana · General', body: 'the Kite flies' },
      { title: 'Ana · General', body: 'and @jo should ▒▒▒ see' },
    ]);
    await jo.page.evaluate(() => (window as unknown as { last: { onclick: () => void } }).last.onclick());
    await message(jo.page, 'the Kite flies').waitFor();
    await say(ana.page, '@jo you are looking now');
    await message(jo.page, 'you are looking now').waitFor();
    expect(await shown()).toHaveLength(3);
    await jo.page.getByRole('button', { name: 'Room details' }).click();
    await jo.page.getByLabel('Notify me of').selectOption('nothing');
    await expect.poll(() => jo.page.getByLabel('Notify me of').inputValue()).toBe('nothing');
    await jo.page.locator('#sidebar').getByRole('link', { name: /Ana/ }).click();
    await say(ana.page, '@jo once more');
    await jo.page
      .locator('#sidebar')
      .getByRole('link', { name: /General\W+1 unread/ })
      .waitFor();
    expect(await shown()).toHaveLength(3);
    expect(jo.complaints).toEqual([]);
  });
});
