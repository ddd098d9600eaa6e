import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { message, say, Stage, type Visitor } from './stage.ts';

const GONE = 'This message is not here any more.';
const DELETED = 'This message was deleted.';

/** The page's notice about a place it was led to. */
const said = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text });
const addressOf = (page: Page): string => new URL(page.url()).pathname + new URL(page.url()).search;

/** The API for a person who signs in for it. */
async function apiOf(stage: Stage, login: string) {
  const ask = async (path: string, method: string, body: unknown, token = ''): Promise<unknown> => {
    const answer = await fetch(`${stage.url}/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return answer.status === 204 ? undefined : await answer.json();
  };
  const { accessToken } = (await ask('/auth/login', 'POST', { login, password: 'a long pass phrase' })) as {
    accessToken: string;
  };
  return (path: string, method: string, body?: unknown, token = accessToken) =>
    ask(path, method, body, token);
}

/** Creates a room and opens it. */
async function enterNewRoom(visitor: Visitor, name: string): Promise<string> {
  const { page } = visitor;
  await page.getByRole('button', { name: 'Parley', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Create a room' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  await dialog.getByRole('button', { name: 'Create room' }).click();
  await page.getByRole('heading', { name }).waitFor();
  return addressOf(page);
}

describe('a link to a message', () => {
  it('that is gone says so, clears itself, and lets the room be read', async () => {
    await using stage = await Stage.open();
    const jo = await stage.register('Jo');
    const ana = await stage.register('Ana');
    const room = addressOf(jo.page);
    await say(ana.page, 'a mistake');
    await message(jo.page, 'a mistake').waitFor();
    const seq = 2;
    const asAna = await apiOf(stage, 'ana');
    const { messages } = (await asAna(`${room}/messages`, 'GET')) as { messages: { messageId: string }[] };
    await asAna(`/messages/${messages[seq - 1]?.messageId ?? ''}`, 'DELETE');
    await message(jo.page, DELETED).waitFor();
    await say(ana.page, 'what stays');
    for (const [at, words] of [
      [String(seq), DELETED],
      ['9999', GONE],
      ['99999999999999999999', GONE],
      ['yesterday', GONE],
      ['-1', GONE],
    ] as const) {
      await jo.page.goto(`${stage.url}${room}?at=${at}`);
      await said(jo.page, words).waitFor();
      await expect.poll(() => addressOf(jo.page), { message: at }).toBe(room);
      // The room is read as any other: the next message is not unread.
      await say(ana.page, `after ${at}`);
      await message(jo.page, `after ${at}`).waitFor();
      const row = jo.page.locator('#sidebar').getByRole('link', { name: /^General/ });
      await expect.poll(() => row.textContent()).not.toMatch(/unread/);
    }
    await jo.page.goto(`${stage.url}${room}?at=3`);
    await expect.poll(() => addressOf(jo.page)).toBe(room);
    expect(await said(jo.page, GONE).count()).toBe(0);
    await jo.page.goto(`${stage.url}/rooms/0123456789abcdef01234567?at=3`);
    await jo.page.getByRole('heading', { name: 'Room not found' }).waitFor();
    await expect.poll(() => addressOf(jo.page)).toBe('/rooms/0123456789abcdef01234567');
    expect([...jo.complaints, ...ana.complaints]).toEqual([]);
  });
});

describe('unread', () => {
  it('goes down with what is deleted, and is not what a script says in one’s name', async () => {
    await using stage = await Stage.open();
    const jo = await stage.register('Jo');
    const ana = await stage.register('Ana');
    const general = addressOf(jo.page).split('/').at(-1) ?? '';
    await enterNewRoom(jo, 'elsewhere');
    const row = jo.page.locator('#sidebar').getByRole('link', { name: /^General/ });
    await say(ana.page, 'one');
    await say(ana.page, 'two');
    await expect.poll(() => row.textContent()).toMatch(/2 unread/);
    const api = await apiOf(stage, 'jo');
    const { token } = (await api('/me/tokens', 'POST', { name: 'script', scope: 'write' })) as {
      token: string;
    };
    await api(`/rooms/${general}/messages`, 'POST', { text: 'deployed' }, token);
    await message(ana.page, 'deployed').waitFor();
    await say(ana.page, 'three');
    await expect.poll(() => row.textContent()).toMatch(/3 unread/);
    const asAna = await apiOf(stage, 'ana');
    const { messages } = (await asAna(`/rooms/${general}/messages`, 'GET')) as {
      messages: { messageId: string; text: string }[];
    };
    for (const { messageId, text } of messages)
      if (['one', 'two', 'three'].includes(text)) await asAna(`/messages/${messageId}`, 'DELETE');
    await expect.poll(() => row.textContent()).not.toMatch(/unread/);
    // The same after a reload.
    await jo.page.reload();
    await row.waitFor();
    await expect.poll(() => row.textContent()).not.toMatch(/unread/);
    expect([...jo.complaints, ...ana.complaints]).toEqual([]);
  });
});
