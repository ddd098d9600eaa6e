import { describe, expect, it } from 'vitest';
import { message, password, say, seriousFindings, Stage } from './stage.ts';

interface Shown {
  title: string;
  body: string;
}

/** A person's actions through the API: changes of their messages without the page. */
async function actingAs(stage: Stage, login: string) {
  const ask = async <T>(path: string, method: string, body?: object, token?: string): Promise<T> => {
    const response = await fetch(`${stage.url}/api/v1${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect(response.ok, `${method} ${path}: ${response.status}`).toBe(true);
    return (response.status === 204 ? undefined : await response.json()) as T;
  };
  const { accessToken } = await ask<{ accessToken: string }>('/auth/login', 'POST', { login, password });
  return {
    say: async (roomId: string, text: string): Promise<string> =>
      (
        await ask<{ messageId: string }>(
          `/rooms/${roomId}/messages`,
          'POST',
          { clientId: crypto.randomUUID(), text },
          accessToken,
        )
      ).messageId,
    edit: (messageId: string, text: string) => ask(`/messages/${messageId}`, 'PATCH', { text }, accessToken),
    remove: (messageId: string) => ask(`/messages/${messageId}`, 'DELETE', undefined, accessToken),
  };
}

describe('notifications', () => {
  it('are asked for by a click, ring for mentions while one is elsewhere, and lead to the message', async () => {
    await using stage = await Stage.open();
    const jo = await stage.register('Jo');
    const ana = await stage.register('Ana');
    // Headless Chromium shows none, so the page's calls are recorded instead.
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

    // A new room on screen, so that General is not.
    await say(jo.page, '/keys');
    await jo.page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await jo.page.keyboard.press('Escape');
    await jo.page.getByRole('button', { name: 'New message', exact: true }).click();
    await jo.page.getByRole('dialog').getByRole('button', { name: /Ana/ }).click();
    await jo.page.getByRole('button', { name: 'Start conversation', exact: true }).click();
    await jo.page.getByText('This is the beginning of your conversation').waitFor();
    await say(ana.page, 'nothing of interest');
    await say(ana.page, 'the Kite flies');
    await say(ana.page, 'and **@jo** should ||not|| see');
    await expect.poll(shown).toEqual([
      { title: 'Parley', body: 'This is what a notification looks like.' },
      { title: 'Ana · General', body: 'the Kite flies' },
      { title: 'Ana · General', body: 'and @jo should ▒▒▒ see' },
    ]);
    await jo.page.evaluate(() => (window as unknown as { last: { onclick: () => void } }).last.onclick());
    await message(jo.page, 'the Kite flies').waitFor();
    await say(ana.page, '@jo you are looking now');
    await message(jo.page, 'you are looking now').waitFor();
    expect(await shown()).toHaveLength(3);
    await jo.page.getByRole('button', { name: 'Room details' }).click();
    await jo.page.getByLabel('Notifications', { exact: true }).selectOption('nothing');
    await expect
      .poll(() => jo.page.getByLabel('Notifications', { exact: true }).inputValue())
      .toBe('nothing');
    await jo.page.locator('#sidebar').getByRole('link', { name: /Ana/ }).click();
    await say(ana.page, '@jo once more');
    await jo.page
      .locator('#sidebar')
      .getByRole('link', { name: /General\W+1 unread/ })
      .waitFor();
    expect(await shown()).toHaveLength(3);
    expect(jo.complaints).toEqual([]);
  });

  it('ring once however many tabs are open, not at all while one shows the room, and follow their message', async () => {
    await using stage = await Stage.open();
    await stage.register('Ana');
    const ana = await actingAs(stage, 'ana');
    const jo = await stage.register('Jo', { worker: true });
    let sounds = 0;
    await jo.context.exposeFunction('sounded', () => (sounds += 1));
    await jo.context.addInitScript(() => {
      localStorage.setItem('parley.notifications', JSON.stringify({ on: true, sound: true, push: false }));
      class Silent {
        currentTime = 0;
        constructor() {
          void (window as unknown as { sounded: () => void }).sounded();
          throw new Error('no sound here');
        }
      }
      Object.assign(window, { AudioContext: Silent });
    });
    const general = jo.page.url();
    const roomId = /rooms\/([0-9a-f]{24})/.exec(general)?.[1] ?? '';
    await jo.page.getByRole('button', { name: 'New message', exact: true }).click();
    await jo.page.getByRole('dialog').getByRole('button', { name: /Ana/ }).click();
    await jo.page.getByRole('button', { name: 'Start conversation', exact: true }).click();
    await jo.page.getByText('This is the beginning of your conversation').waitFor();
    const elsewhere = jo.page.url();
    await jo.page.evaluate('navigator.serviceWorker.ready');
    const tabs = [jo.page, await jo.context.newPage(), await jo.context.newPage()];
    const [first, second, third] = tabs as [typeof jo.page, typeof jo.page, typeof jo.page];
    const unread = (count: number) =>
      Promise.all(
        tabs.map((tab) =>
          tab
            .locator('#sidebar')
            .getByRole('link', { name: new RegExp(`General.*${count}`) })
            .waitFor(),
        ),
      );
    for (const tab of tabs) {
      await tab.goto(elsewhere);
      await tab.getByText('This is the beginning of your conversation').waitFor();
      // The notifications are loaded after the room.
      await expect
        .poll(() =>
          tab.evaluate(() =>
            performance.getEntriesByType('resource').some(({ name }) => /Around-/.test(name)),
          ),
        )
        .toBe(true);
    }
    const shown = (): Promise<string[]> =>
      first.evaluate(async () => {
        const worker = await navigator.serviceWorker.ready;
        return (await worker.getNotifications()).map(({ body }) => body);
      });
    const nine = await ana.say(roomId, '@jo at nine');
    await expect.poll(shown).toEqual(['@jo at nine']);
    const cake = await ana.say(roomId, '@jo bring cake');
    await expect.poll(async () => (await shown()).sort()).toEqual(['@jo at nine', '@jo bring cake']);
    await unread(2);
    expect(sounds).toBe(2);

    // One is edited, one deleted, and neither notifies again.
    await ana.edit(nine, '@jo at **ten**');
    await expect.poll(async () => (await shown()).sort()).toEqual(['@jo at ten', '@jo bring cake']);
    await first.context().setOffline(true);
    await ana.remove(cake);
    await first.context().setOffline(false);
    await expect.poll(shown).toEqual(['@jo at ten']);
    await ana.remove(nine);
    await expect.poll(shown).toEqual([]);
    expect(sounds).toBe(2);

    // One tab is looked at, and the others do not notify.
    await second.goto(general);
    await message(second, 'This message was deleted').waitFor();
    await ana.say(roomId, '@jo you see this');
    await message(second, 'you see this').waitFor();
    await ana.say(roomId, '@jo and this');
    await message(second, 'and this').waitFor();
    expect(await shown()).toEqual([]);
    expect(sounds).toBe(2);
    // It is closed: nobody looks any more.
    await second.close();
    tabs.splice(1, 1);
    await ana.say(roomId, '@jo where are you');
    await expect.poll(shown).toEqual(['@jo where are you']);
    // Read in any of them, its notification is closed.
    await third.goto(general);
    await expect.poll(shown).toEqual([]);
    expect(sounds).toBe(3);
    expect(jo.complaints).toEqual([]);
  });
});
