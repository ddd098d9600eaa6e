import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { actOn, message, password, say, seriousFindings, signIn, Stage } from './stage.ts';

const texts = (page: Page): Promise<string[]> =>
  page.locator('[data-message] .prose-message').allInnerTexts();

describe('first run', () => {
  it('one short form leads into General, and a second person answers', async () => {
    await using stage = await Stage.open();
    const visitor = await stage.visitor();
    await visitor.page.goto(stage.url);
    await visitor.page.getByText('Set up your Parley').waitFor();
    expect(await seriousFindings(visitor.page)).toEqual([]);
    await visitor.page.getByLabel('Your name').fill('Jo Rivera');
    expect(await visitor.page.getByLabel('User name').inputValue()).toBe('jo');
    await visitor.page.getByLabel('Password').fill('short');
    await visitor.page.getByRole('button', { name: 'Start chatting' }).click();
    await visitor.page.getByText('Password must have at least 8 characters').waitFor();
    await visitor.page.getByLabel('Password').fill(password);
    await visitor.page.getByRole('button', { name: 'Start chatting' }).click();
    await visitor.page.getByText('Welcome to Parley').waitFor();
    await visitor.page.waitForFunction(() => document.activeElement?.id === 'composer');
    await say(visitor.page, 'Is anybody here?');
    const ana = await stage.register('Ana Lindqvist');
    await message(ana.page, 'Is anybody here?').waitFor();
    await say(ana.page, 'Yes, **me**!');
    await message(visitor.page, 'Yes, me!').waitFor();
    expect(await message(visitor.page, 'Yes, me!').locator('strong').innerText()).toBe('me');
    expect(await seriousFindings(visitor.page)).toEqual([]);
    expect([...visitor.complaints, ...ana.complaints]).toEqual([]);
  });

  it('signing in again works, a wrong password is told kindly, and a reload stays signed in', async () => {
    await using stage = await Stage.open();
    await stage.register('Jo');
    const { page } = await stage.visitor();
    await page.goto(stage.url);
    await page.getByLabel('User name or e-mail').fill('jo');
    await page.getByLabel('Password').fill('not this one');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('The name or the password is wrong.').waitFor();
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.locator('#composer').waitFor();
    await page.reload();
    await page.locator('#composer').waitFor();
  });
});

describe('two people', () => {
  it('edit, delete, react and reply, each seen by the other', async () => {
    await using stage = await Stage.open();
    const jo = await stage.register('Jo');
    const ana = await stage.register('Ana');
    await say(jo.page, 'Lunch at noon?');
    await message(ana.page, 'Lunch at noon?').waitFor();
    await actOn(ana.page, 'Lunch at noon?', 'React with 👍');
    await message(jo.page, 'Lunch at noon?').getByRole('button', { name: /^👍 1/ }).waitFor();
    await actOn(ana.page, 'Lunch at noon?', 'Reply');
    await say(ana.page, 'Gladly');
    await message(jo.page, 'Gladly')
      .getByRole('link', { name: /In reply to Jo/ })
      .waitFor();
    await jo.page.locator('#composer').press('ArrowUp');
    await jo.page.getByText('Editing').waitFor();
    await jo.page.locator('#composer').fill('Lunch at one?');
    await jo.page.locator('#composer').press('Enter');
    await ana.page.getByRole('button', { name: 'edited' }).click();
    await ana.page.getByRole('dialog').getByText('Lunch at noon?').waitFor();
    await ana.page.keyboard.press('Escape');
    await actOn(ana.page, 'Gladly', 'More actions', 'Delete');
    await ana.page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await jo.page.getByText('This message was deleted.').waitFor();
    expect(await texts(jo.page)).toEqual(await texts(ana.page));
    expect([...jo.complaints, ...ana.complaints]).toEqual([]);
  });

  it('a private room is there for whom is added, and a direct message shows typing and receipts', async () => {
    await using stage = await Stage.open();
    const jo = await stage.register('Jo');
    const ana = await stage.register('Ana');
    const eve = await stage.register('Eve');
    await jo.page.getByRole('button', { name: 'Parley', exact: true }).click();
    await jo.page.getByRole('menuitem', { name: 'Create a room' }).click();
    await jo.page.getByRole('radio', { name: /Private/ }).click();
    await jo.page.getByLabel('Name', { exact: true }).fill('Hiring');
    await jo.page.getByRole('dialog').getByRole('button', { name: /Ana/ }).click();
    expect(await seriousFindings(jo.page)).toEqual([]);
    await jo.page.getByRole('button', { name: 'Create room' }).click();
    await jo.page.getByRole('heading', { name: 'Hiring', level: 1 }).waitFor();
    await say(jo.page, 'Only the two of us, @ana!');
    const row = ana.page.getByRole('link', { name: /Hiring.*1 mention/ });
    await row.click();
    await message(ana.page, 'Only the two of us').waitFor();
    expect(await eve.page.getByRole('link', { name: /Hiring/ }).count()).toBe(0);
    await eve.page.goto(jo.page.url());
    await eve.page.getByText('Room not found').waitFor();

    await jo.page.getByRole('button', { name: 'New message', exact: true }).click();
    await jo.page.getByRole('dialog').getByRole('button', { name: /Ana/ }).click();
    await jo.page.getByRole('button', { name: 'Start conversation', exact: true }).click();
    await jo.page.getByText('This is the beginning of your conversation').waitFor();
    await say(jo.page, 'Did you see it?');
    await ana.page.getByRole('link', { name: /^Jo\W+1 unread/ }).click();
    await message(ana.page, 'Did you see it?').waitFor();
    await message(jo.page, 'Did you see it?').getByRole('img', { name: 'Read by everybody' }).waitFor();
    await ana.page.locator('#composer').pressSequentially('Ye');
    await jo.page.getByText('Ana is typing…').waitFor();
    await say(ana.page, 'Yes');
    await message(jo.page, 'Yes').waitFor();
    await jo.page.getByText('Ana is typing…').waitFor({ state: 'hidden' });
    expect([...jo.complaints, ...ana.complaints]).toEqual([]);
  });
});

describe('trouble', () => {
  it('what is written offline survives a reload and is delivered once', async () => {
    await using stage = await Stage.open();
    const jo = await stage.register('Jo');
    const ana = await stage.register('Ana');
    await jo.page.keyboard.press('Control+.');
    const details = jo.page.locator('#panel');
    await details.getByRole('img', { name: 'online' }).nth(1).waitFor();
    // The page itself must be served while "offline": only the API and the socket are cut.
    let offline = true;
    await jo.page.route('**/api/v1/sync', (route) => (offline ? route.abort() : route.continue()));
    await jo.context.setOffline(true);
    await say(jo.page, 'written in the tunnel 1');
    await say(jo.page, 'written in the tunnel 2');
    await jo.page.locator('[data-pending]').nth(1).waitFor();
    await jo.page.getByText('No connection.').waitFor();
    // Without a connection the presence of others is unknown.
    await details.getByRole('img', { name: 'offline' }).nth(1).waitFor();
    await jo.context.setOffline(false);
    offline = false;
    await jo.page.reload();
    await message(ana.page, 'written in the tunnel 2').waitFor();
    await jo.page.locator('[data-pending]').first().waitFor({ state: 'detached' });
    await jo.page.reload();
    await message(jo.page, 'written in the tunnel 2').waitFor();
    for (const { page } of [jo, ana])
      expect(await texts(page)).toEqual(['written in the tunnel 1', 'written in the tunnel 2']);
  });

  it('killing the server in mid-conversation loses nothing', async () => {
    await using stage = await Stage.open();
    const jo = await stage.register('Jo');
    const ana = await stage.register('Ana');
    await say(jo.page, 'before');
    await message(ana.page, 'before').waitFor();
    await stage.kill();
    await say(jo.page, 'while it is down');
    await say(ana.page, 'me too');
    await stage.start();
    await message(ana.page, 'while it is down').waitFor();
    await message(jo.page, 'me too').waitFor();
    await jo.page.locator('[data-pending]').first().waitFor({ state: 'detached' });
    await ana.page.locator('[data-pending]').first().waitFor({ state: 'detached' });
    await expect.poll(() => texts(jo.page)).toEqual(await texts(ana.page));
    expect((await texts(jo.page)).sort()).toEqual(['before', 'me too', 'while it is down']);
  });

  it('ending another session signs that browser out at once, and says so once', async () => {
    await using stage = await Stage.open();
    const jo = await stage.register('Jo');
    const other = await stage.visitor();
    await other.page.goto(stage.url);
    await signIn(other.page, 'jo');
    await jo.page.keyboard.press('Control+,');
    await jo.page.getByRole('tab', { name: 'Sessions' }).click();
    // The page reloads by itself: an explicit reload before that would only add one.
    const begunAnew = other.page.waitForEvent('load');
    await jo.page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await begunAnew;
    await other.page.getByText('You were signed out from another device.').waitFor();
    // The notice is shown once, and signing in again continues.
    await other.page.reload();
    await other.page.getByLabel('User name or e-mail').waitFor();
    expect(await other.page.getByText('You were signed out').count()).toBe(0);
    await signIn(other.page, 'jo');
    await jo.page.getByRole('button', { name: 'Sign out', exact: true }).waitFor({ state: 'detached' });
    expect(await seriousFindings(jo.page)).toEqual([]);
  });
});
