import type { BrowserContext, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { message, password, pressSignOut, say, signIn, Stage } from './stage.ts';

async function signOut(page: Page): Promise<void> {
  await pressSignOut(page);
  await form(page);
}
const form = (page: Page): Promise<void> => page.getByLabel('User name or e-mail').waitFor();

/** The active sessions of a person, as seen from another one. */
async function sessionsOf(stage: Stage, login: string): Promise<string[]> {
  const api = `${stage.url}/api/v1`;
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ login, password });
  const answer = await fetch(`${api}/auth/login`, { method: 'POST', headers, body });
  const { accessToken, signOutToken } = (await answer.json()) as Record<string, string>;
  const listed = await fetch(`${api}/me/sessions`, { headers: { authorization: `Bearer ${accessToken}` } });
  const { sessions } = (await listed.json()) as { sessions: { userAgent: string }[] };
  await fetch(`${api}/auth/logout`, { method: 'POST', headers, body: JSON.stringify({ signOutToken }) });
  return sessions.map(({ userAgent }) => userAgent).filter((userAgent) => /Chrome/.test(userAgent));
}

/** The session cookies of a browser. The device cookie stays: it signs nobody in. */
async function sessionCookies(context: BrowserContext, { url }: Stage): Promise<string[]> {
  const cookies = await context.cookies(`${url}/api/v1/auth`);
  return cookies.map(({ name }) => name).filter((name) => !name.endsWith('_device'));
}

describe('signing out without a network', () => {
  it('leaves the form alone, in every tab and after a reload, and the session ends when the server is back', async () => {
    await using stage = await Stage.open();
    const { page, context, complaints } = await stage.register('Jo', { worker: true });
    await say(page, 'for my eyes only');
    await message(page, 'for my eyes only').getByLabel('Sent', { exact: true }).waitFor();
    await page.evaluate('navigator.serviceWorker.ready');
    const other = await context.newPage();
    await other.goto(page.url());
    await message(other, 'for my eyes only').waitFor();
    expect(await sessionsOf(stage, 'jo')).toHaveLength(1);

    await context.setOffline(true);
    await signOut(page);
    await form(other);
    for (const tab of [page, other]) expect(await tab.getByText('for my eyes only').count()).toBe(0);
    // Whatever one tries offline: only the form.
    await page.reload();
    await form(page);
    await page.getByText('The server cannot be reached.').waitFor();
    const third = await context.newPage();
    await third.goto(stage.url);
    await form(third);
    expect(await third.getByText('for my eyes only').count()).toBe(0);
    // All are closed before the network is back, and then a page is opened.
    for (const tab of [page, other, third]) await tab.close();
    expect(await sessionsOf(stage, 'jo')).toHaveLength(1);
    const requested: string[] = [];
    const back = await context.newPage();
    back.on('request', (request) => {
      const path = new URL(request.url()).pathname;
      // The form itself reads which ways in there are.
      if (/\/auth\/(?!openid|passkey|directory|sign-in-link)/.test(path))
        requested.push(path.replace('/api/v1', ''));
    });
    await context.setOffline(false);
    await back.goto(stage.url);
    await form(back);
    await expect.poll(() => sessionsOf(stage, 'jo')).toEqual([]);
    expect(requested).toEqual(['/auth/logout']);
    await back.reload();
    await form(back);
    expect(requested).toEqual(['/auth/logout']);
    expect(await sessionCookies(context, stage)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('lets the next person in once the one before is out, and ends no session of theirs', async () => {
    await using stage = await Stage.open();
    await stage.register('Bo');
    const { page, context } = await stage.register('Jo', { worker: true });
    await page.evaluate('navigator.serviceWorker.ready');
    await page.route('**/api/v1/auth/**', (route) => route.abort());
    await signOut(page);
    // Online again except for these routes: no sign-in gets past a pending sign-out.
    await page.getByLabel('User name or e-mail').fill('bo');
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('The server cannot be reached.').waitFor();
    expect(await sessionsOf(stage, 'jo')).toHaveLength(1);
    await page.unroute('**/api/v1/auth/**');
    await signIn(page, 'bo');
    expect(await sessionsOf(stage, 'jo')).toEqual([]);
    await page.reload();
    await page.locator('#composer').waitFor();
    // One at home in the first browser, one here.
    expect(await sessionsOf(stage, 'bo')).toHaveLength(2);
    expect(await sessionCookies(context, stage)).toHaveLength(1);
  });
});
