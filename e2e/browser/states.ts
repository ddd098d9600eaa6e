import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Page } from 'playwright-core';
import { message, Stage } from './stage.ts';

const demoPassword = 'a demo for everybody';

/** Called in each key state of the interface. */
export type Visit = (name: string) => Promise<void>;

/** A server on the demonstration's workspace. The caller disposes of it. */
export async function openDemo(): Promise<Stage> {
  const stage = await Stage.open({ RATE_LIMITS: 'false' }, (folder) => {
    const { status } = spawnSync(
      process.execPath,
      [join(import.meta.dirname, '../../server/dist/demo/main.js')],
      {
        env: { ...process.env, PARLEY_DATA: folder },
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
    if (status !== 0) throw new Error('the demonstration could not be made');
  });
  return stage;
}

export async function signIn(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByLabel('User name or e-mail').fill('jo');
  await page.getByLabel('Password').fill(demoPassword);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.locator('#composer').waitFor();
}

export const settled = (page: Page): Promise<void> => page.waitForTimeout(700);

async function openRoom(page: Page, name: RegExp): Promise<void> {
  const back = page.getByRole('link', { name: 'Back to rooms' });
  if (await back.isVisible()) await back.click();
  await page.getByRole('navigation').getByRole('link', { name }).first().click();
  await page.locator('[data-message]').first().waitFor();
  await settled(page);
}

async function visitMessages(page: Page, visit: Visit, narrow: boolean): Promise<void> {
  await openRoom(page, /^launch-week/);
  await visit('room');
  if (!narrow) {
    await message(page, '').hover();
    await settled(page);
    await visit('room-hover');
    await message(page, '').getByRole('button', { name: 'More actions' }).click();
    await settled(page);
    await visit('message-menu');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Emoji', exact: true }).click();
    await page.getByRole('dialog').waitFor();
    await settled(page);
    await visit('emoji-picker');
    await page.keyboard.press('Escape');
  }
  await page
    .locator('#timeline')
    .evaluate((element) => element.scrollTo({ top: element.scrollHeight - 3000 }));
  await settled(page);
  await visit('room-scrolled-up');
}

async function visitComposing(page: Page, visit: Visit): Promise<void> {
  await openRoom(page, /^Ana Lindqvist/);
  await page.locator('#composer').fill('Thanks, @el');
  await page.locator('#composer').press('End');
  await settled(page);
  await visit('direct-mention-list');
  await page.locator('#composer').fill('/');
  await settled(page);
  await visit('commands');
  await page.locator('#composer').fill('x'.repeat(8010));
  await settled(page);
  await visit('too-long');
  await page.locator('#composer').fill('');
  await page.locator('#composer').press('Shift+ArrowUp');
  await settled(page);
  await visit('reply');
  await page.keyboard.press('Escape');
  await page.context().setOffline(true);
  await page.locator('#composer').fill('Written without a connection.');
  await page.locator('#composer').press('Enter');
  await page.waitForTimeout(3600);
  await visit('offline');
  await page.context().setOffline(false);
  await page.getByText('No connection').waitFor({ state: 'hidden', timeout: 20_000 });
}

const picture = (hue: number): Promise<Buffer> =>
  sharp({
    create: { width: 900, height: 560, channels: 3, background: { r: 40 + hue, g: 120, b: 200 - hue } },
  })
    .jpeg()
    .toBuffer();

async function visitFiles(page: Page, visit: Visit): Promise<void> {
  await openRoom(page, /^design/);
  await page.locator('#attach').setInputFiles([
    { name: 'Poster, second draft.jpg', mimeType: 'image/jpeg', buffer: await picture(0) },
    { name: 'Poster, third draft.jpg', mimeType: 'image/jpeg', buffer: await picture(90) },
  ]);
  await page.locator('#composer').fill('Which one?');
  await settled(page);
  await visit('two-uploads');
  await page.locator('#composer').press('Enter');
  await page.locator('[data-message]:not([data-pending]) img').first().waitFor();
  await page.locator('#attach').setInputFiles([
    { name: 'Room.jpg', mimeType: 'image/jpeg', buffer: await picture(60) },
    {
      name: 'Notes on the margin, with a name that is far too long for its card.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('Wider at the top.'),
    },
  ]);
  await page.locator('#composer').press('Enter');
  await page
    .getByRole('link', { name: /^Download Notes/ })
    .last()
    .waitFor();
  await settled(page);
  await visit('files');
  await page.getByRole('button', { name: 'Open picture Poster, second draft.jpg' }).last().click();
  await settled(page);
  await visit('picture');
  await page.keyboard.press('Escape');
}

async function visitSearch(page: Page, visit: Visit): Promise<void> {
  await page.getByRole('button', { name: 'Search messages' }).click();
  await settled(page);
  await visit('search-hints');
  await page.getByRole('searchbox').fill('review ship');
  await page.getByRole('list', { name: 'Found messages' }).getByRole('link').first().waitFor();
  await settled(page);
  await visit('search');
  await page.getByRole('searchbox').fill('nobodysaidthis');
  await page.getByRole('heading', { name: 'Nothing found' }).waitFor();
  await visit('search-empty');
  await page.getByRole('button', { name: 'Close search' }).click();
}

async function visitDialogs(page: Page, visit: Visit): Promise<void> {
  await page.keyboard.press('Control+k');
  await settled(page);
  await visit('jump');
  await page.getByRole('combobox').fill('nothing is called this');
  await settled(page);
  await visit('jump-empty');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+/');
  await settled(page);
  await visit('keys');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+,');
  await page.getByRole('dialog').waitFor();
  for (const tab of ['Profile', 'Notifications', 'Appearance', 'Sessions', 'Password', 'Access tokens']) {
    await page.getByRole('tab', { name: tab }).click();
    await settled(page);
    await visit(`settings-${tab.toLowerCase().replace(' ', '-')}`);
  }
  await page.keyboard.press('Escape');
}

async function visitWorkspaceMenu(page: Page, visit: Visit): Promise<void> {
  const choose = async (name: string): Promise<void> => {
    await page.getByRole('button', { name: 'Parley', exact: true }).click();
    await page.getByRole('menuitem', { name }).click();
    await settled(page);
  };
  await page.getByRole('button', { name: 'Parley', exact: true }).click();
  await settled(page);
  await visit('workspace-menu');
  await page.keyboard.press('Escape');
  await choose('Create a room');
  await visit('create-room');
  await page.keyboard.press('Escape');
  await choose('Workspace settings');
  for (const tab of ['Workspace', 'Invitations', 'People']) {
    await page.getByRole('tab', { name: tab, exact: true }).click();
    await settled(page);
    await visit(`workspace-${tab.toLowerCase()}`);
  }
  await page.keyboard.press('Escape');
  await choose('Browse rooms');
  await visit('directory');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'New message', exact: true }).click();
  await settled(page);
  await visit('new-message');
  await page.keyboard.press('Escape');
}

/** Walks the signed-in page through its key states. On a narrow page one pane shows at a time. */
export async function visitStates(page: Page, visit: Visit, narrow: boolean): Promise<void> {
  await visitMessages(page, visit, narrow);
  await visitFiles(page, visit);
  await visitComposing(page, visit);
  await visitSearch(page, visit);
  await page.getByRole('button', { name: 'Room details' }).click();
  await settled(page);
  await visit('details');
  await visitDialogs(page, visit);
  if (narrow) {
    await page.goto(new URL('/', page.url()).href);
    await page.locator('#sidebar').waitFor();
    await settled(page);
    return await visit('sidebar');
  }
  await visitWorkspaceMenu(page, visit);
  await openRoom(page, /^عام/);
  await visit('right-to-left');
  await page.goto(new URL('/rooms/0123456789abcdef01234567', page.url()).href);
  await page.getByText('There is nothing here').waitFor();
  await visit('no-permission');
}

/** The states in front of the door: first run on a fresh server, signing in and its refusal on one in use. */
export async function visitDoor(
  page: Page,
  visit: Visit,
  urls: { fresh: string; used: string },
): Promise<void> {
  await page.goto(urls.fresh);
  await page.getByLabel('Your name').fill('Jo Rivera');
  await page.getByLabel('Password').fill('correct horse battery');
  await settled(page);
  await visit('first-run');
  await page.goto(urls.used);
  await page.getByLabel('User name or e-mail').waitFor();
  await settled(page);
  await visit('sign-in');
  await page.getByLabel('User name or e-mail').fill('jo');
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('alert').waitFor();
  await settled(page);
  await visit('sign-in-refused');
}
