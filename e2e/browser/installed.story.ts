import type { Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { message, say, Stage } from './stage.ts';

interface Shown {
  title: string;
  body: string;
}

/** The number of rooms in this browser's cache; they are written a second after a change. */
const storedRooms = `(async () => {
  const [{ name }] = await indexedDB.databases();
  const asked = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
  const database = await asked(indexedDB.open(name));
  const count = await asked(database.transaction('timelines').objectStore('timelines').count());
  database.close();
  return count;
})()`;

/** The page is controlled by its service worker, and its files are cached. */
const stored = 'navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)';

describe('the installed page', () => {
  it('opens without a server: the last pages can be read, and what is written is delivered when it is back', async () => {
    await using stage = await Stage.open();
    const jo = await stage.register('Jo', { worker: true });
    await say(jo.page, 'kept for later, **bold** too');
    await message(jo.page, 'kept for later').locator('strong').waitFor();
    await expect.poll(() => jo.page.evaluate(stored)).toBe(true);
    // A second visit: this one is loaded through the worker.
    await jo.page.reload();
    await message(jo.page, 'kept for later').locator('strong').waitFor();
    await expect.poll(() => jo.page.evaluate(storedRooms)).toBe(1);
    await stage.kill();
    await jo.page.reload();
    await message(jo.page, 'kept for later').locator('strong').waitFor();
    await jo.page.getByText('No connection.').waitFor();
    await say(jo.page, 'written on the train');
    await message(jo.page, 'written on the train').waitFor();
    await jo.page.reload();
    await message(jo.page, 'written on the train').waitFor();
    await stage.start();
    await message(jo.page, 'written on the train').getByLabel('Sent', { exact: true }).waitFor();
    expect(await jo.page.getByText('written on the train').count()).toBe(1);
    await jo.page.getByText('No connection.').waitFor({ state: 'detached' });
    expect(jo.complaints).toEqual([]);
  });

  it('shows what it keeps when the line is up but dead, and goes on when an answer comes', async () => {
    await using stage = await Stage.open();
    const { page, complaints } = await stage.register('Jo');
    await say(page, 'read before the tunnel');
    await message(page, 'read before the tunnel').getByLabel('Sent', { exact: true }).waitFor();
    await expect.poll(() => page.evaluate(storedRooms)).toBe(1);
    const held: Route[] = [];
    await page.route('**/api/v1/auth/refresh', (route) => void held.push(route));
    await page.reload();
    await message(page, 'read before the tunnel').waitFor();
    await say(page, 'written in the tunnel');
    await message(page, 'written in the tunnel').waitFor();
    for (const route of held) await route.continue();
    await message(page, 'written in the tunnel').getByLabel('Sent', { exact: true }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('can be installed, and is woken by pushes: one notification for each room, taken back when it is read', async () => {
    await using stage = await Stage.open();
    const { page, context } = await stage.register('Jo', { worker: true });
    await expect.poll(() => page.evaluate(stored)).toBe(true);
    const roomId = /rooms\/([0-9a-f]{24})/.exec(page.url())?.[1] ?? '';
    const devtools = await context.newCDPSession(page);
    const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
    // Private windows, as in tests, cannot install anything.
    expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual(
      [],
    );
    const registered = new Promise<string>((resolve) =>
      devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const [first] = registrations;
        if (first) resolve(first.registrationId);
      }),
    );
    await devtools.send('ServiceWorker.enable');
    const registrationId = await registered;
    const push = (payload: object): Promise<unknown> =>
      devtools.send('ServiceWorker.deliverPushMessage', {
        origin: stage.url,
        registrationId,
        data: JSON.stringify(payload),
      });
    const shown = (): Promise<Shown[]> =>
      page.evaluate(async () => {
        const worker = await navigator.serviceWorker.ready;
        return (await worker.getNotifications()).map(({ title, body }) => ({ title, body }));
      });
    const called = { kind: 'message', roomId, seq: 1, title: 'Ana · General', body: 'look' };
    await push(called);
    await expect.poll(shown).toEqual([{ title: 'Ana · General', body: 'look' }]);
    await push({ ...called, seq: 2, body: 'look again' });
    await expect.poll(shown).toEqual([{ title: 'Ana · General (2)', body: 'look again' }]);
    // An edit updates the notification of a message, in place; without one none appears.
    await push({ ...called, kind: 'edited', seq: 2, body: 'look **here**' });
    await expect.poll(shown).toEqual([{ title: 'Ana · General (2)', body: 'look **here**' }]);
    await push({ ...called, kind: 'edited', seq: 7, body: 'never rang' });
    // The newest is deleted: the one before is shown, with its present text.
    await push({ ...called, kind: 'edited', seq: 1, body: 'look there' });
    await push({ kind: 'deleted', roomId, seq: 2 });
    await expect.poll(shown).toEqual([{ title: 'Ana · General', body: 'look there' }]);
    await push({ kind: 'deleted', roomId, seq: 1 });
    await expect.poll(shown).toEqual([]);
    await push({ ...called, seq: 8, body: 'and again' });
    await expect.poll(shown).toEqual([{ title: 'Ana · General', body: 'and again' }]);
    await push({ kind: 'read', roomId });
    await expect.poll(shown).toEqual([]);
  });
});
