import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { message, password, pressSignOut, say, signIn, Stage } from './stage.ts';

const canary = 'xylophone-canary';

/** Everything the browser stores of this origin, as one text. The next person at this computer can read no more by developer tools. */
const stored = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const of = (request: IDBRequest): Promise<unknown> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(String(request.error)));
      });
    const text = async (value: unknown): Promise<string> => {
      if (value instanceof Blob) return await value.text();
      if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return new TextDecoder().decode(value);
      if (typeof value !== 'object' || value === null) return String(value);
      const parts = await Promise.all(Object.entries(value).map(async ([key, of]) => key + (await text(of))));
      return parts.join('\n');
    };
    const found = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
    for (const { name = '' } of await indexedDB.databases()) {
      const db = (await of(indexedDB.open(name))) as IDBDatabase;
      for (const store of db.objectStoreNames)
        found.push(await text(await of(db.transaction(store).objectStore(store).getAll())));
      db.close();
    }
    if ('caches' in window)
      for (const name of await caches.keys())
        for (const request of await (await caches.open(name)).keys())
          found.push(request.url, (await (await caches.match(request))?.text()) ?? '');
    return found.join('\n');
  });

const isStored = async (page: Page): Promise<boolean> => (await stored(page)).includes(canary);
const atForm = (page: Page): Promise<void> => page.getByLabel('User name or e-mail').waitFor();

/** Leaves a message with a file, a draft and an edit that the server does not have. */
async function writeWithoutNetwork(page: Page): Promise<void> {
  await say(page, 'said in time');
  await message(page, 'said in time').getByLabel('Sent', { exact: true }).waitFor();
  await page.context().setOffline(true);
  const file = { name: 'list.txt', mimeType: 'text/plain', buffer: Buffer.from(`in a file: ${canary}`) };
  await page.locator('#attach').setInputFiles(file);
  await say(page, `a message: ${canary}`);
  await message(page, `a message: ${canary}`).waitFor();
  await page.locator('#composer').fill(`a draft: ${canary}`);
  await expect.poll(() => isStored(page)).toBe(true);
}

/** Ends all sessions of a person from another one. */
async function endSessions({ url }: Stage, login: string): Promise<void> {
  const api = `${url}/api/v1`;
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ login, password });
  const answer = await fetch(`${api}/auth/login`, { method: 'POST', headers, body });
  const { accessToken } = (await answer.json()) as { accessToken: string };
  const authorization = `Bearer ${accessToken}`;
  const listed = await fetch(`${api}/me/sessions`, { headers: { authorization } });
  const { sessions } = (await listed.json()) as { sessions: { sessionId: string; current: boolean }[] };
  for (const { sessionId, current } of sessions)
    if (!current)
      await fetch(`${api}/me/sessions/${sessionId}`, { method: 'DELETE', headers: { authorization } });
}

/** Signs in again, and finds the unsent work. */
async function findAllSent(page: Page): Promise<void> {
  await signIn(page, 'jo');
  await message(page, `a message: ${canary}`).getByLabel('Sent', { exact: true }).waitFor();
  const href = await message(page, canary).locator('a[href*="/files/"]').getAttribute('href');
  const read = `fetch('${href ?? ''}').then((answer) => answer.text())`;
  expect(await page.evaluate(read)).toBe(`in a file: ${canary}`);
  await expect.poll(() => page.locator('#composer').inputValue()).toBe(`a draft: ${canary}`);
}

describe('what is not sent when one leaves', () => {
  it('signing out warns of it, and deletes it when one confirms', async () => {
    await using stage = await Stage.open();
    const { page, complaints } = await stage.register('Jo', { worker: true });
    await page.evaluate('navigator.serviceWorker.ready');
    await writeWithoutNetwork(page);
    await pressSignOut(page);
    const requested = page.getByRole('dialog', { name: 'Sign out and delete what is not sent?' });
    await requested.getByText('1 message not sent yet').waitFor();
    await requested.getByText('1 draft').waitFor();
    await requested.getByRole('button', { name: 'Cancel' }).click();
    await requested.waitFor({ state: 'hidden' });
    expect(await isStored(page)).toBe(true);

    await pressSignOut(page);
    await requested.getByRole('button', { name: 'Sign out and delete' }).click();
    await atForm(page);
    await expect.poll(() => isStored(page)).toBe(false);
    await page.context().setOffline(false);
    await signIn(page, 'jo');
    await message(page, 'said in time').waitFor();
    expect(await page.getByText(canary).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('signing out asks nothing when it could be sent meanwhile', async () => {
    await using stage = await Stage.open();
    const { page } = await stage.register('Jo');
    await page.locator('#composer').fill(`a draft: ${canary}`);
    await pressSignOut(page);
    await atForm(page);
    await expect.poll(() => isStored(page)).toBe(false);
    await signIn(page, 'jo');
    await expect.poll(() => page.locator('#composer').inputValue()).toBe(`a draft: ${canary}`);
  });

  it.each([
    { home: false, open: true },
    { home: true, open: true },
    { home: true, open: false },
  ])(
    'a session that ends by itself leaves nothing to read, and the next sign-in sends it ($home, $open)',
    async ({ home, open }) => {
      await using stage = await Stage.open();
      const { page, context } = await stage.register('Jo', { home });
      await writeWithoutNetwork(page);
      const address = page.url();
      if (!open) await page.goto('about:blank');
      await endSessions(stage, 'jo');
      await context.setOffline(false);
      if (!open) await page.goto(address);
      await atForm(page);
      await expect.poll(() => isStored(page)).toBe(false);
      await page.reload();
      await atForm(page);
      await findAllSent(page);
    },
  );
});
