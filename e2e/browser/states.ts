import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { Stage } from './stage.ts';
import { visitForgotten } from './states.account.ts';
import { visitDialogs, visitSearch, visitWorkspaceMenu } from './states.dialogs.ts';
import { visitStored, visitRowMenu, visitWebhooks } from './states.stored.ts';
import { visitComposing, visitFiles, visitMessages } from './states.rooms.ts';
import { openRoom, settled, type Visit } from './states.visit.ts';
import { visitWriting } from './states.writing.ts';

const demoPassword = 'a demo for everybody';

/** A server on the demonstration's workspace. The caller disposes of it. */
export async function openDemo(): Promise<Stage> {
  const stage = await Stage.open({ RATE_LIMITS: 'false' }, (folder) => {
    const { status } = spawnSync(
      process.execPath,
      [join(import.meta.dirname, '../../server/dist/demo/main.js'), '--data', folder],
      {
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

/** Walks the signed-in page through its key states. On a narrow page one pane shows at a time. */
export async function visitStates(page: Page, visit: Visit, narrow: boolean): Promise<void> {
  await visitMessages(page, visit, narrow);
  await visitWriting(page, visit);
  await visitFiles(page, visit);
  await visitComposing(page, visit);
  await visitSearch(page, visit);
  await visitStored(page, visit, narrow);
  await openRoom(page, /^design/);
  await page.getByRole('button', { name: 'Room details' }).click();
  await settled(page);
  await visit('details');
  await visitWebhooks(page, visit);
  await visitDialogs(page, visit);
  if (narrow) {
    await page.goto(new URL('/', page.url()).href);
    await page.locator('#sidebar').waitFor();
    await settled(page);
    await visit('sidebar');
    return await visitOtherLanguages(page, visit);
  }
  await visitRowMenu(page, visit);
  await visitWorkspaceMenu(page, visit);
  await openRoom(page, /^عام/);
  await visit('right-to-left');
  await page.goto(new URL('/rooms/0123456789abcdef01234567', page.url()).href);
  await page.getByRole('heading', { name: 'Room not found' }).waitFor();
  await visit('no-permission');
  await page.goto(new URL('/api/v1/docs', page.url()).href);
  await page.getByRole('heading', { name: /Parley/ }).waitFor();
  await page.locator('.opblock-post').first().click();
  await page.getByText('Responses').first().waitFor();
  await settled(page);
  await visit('api-page');
  await visitOtherLanguages(page, visit);
}

async function visitOtherLanguages(page: Page, visit: Visit): Promise<void> {
  for (const language of ['es', 'ar']) {
    await page.goto(new URL('/', page.url()).href);
    await page.evaluate((chosen) => localStorage.setItem('parley.language', chosen), language);
    await page.reload();
    await page.locator('#sidebar').waitFor();
    await settled(page);
    await visit(`sidebar-${language}`);
    await page
      .locator('#sidebar')
      .getByRole('link', { name: /^launch-week/ })
      .first()
      .click();
    await page.locator('[data-message]').first().waitFor();
    await settled(page);
    await visit(`room-${language}`);
  }
  await page.evaluate(() => localStorage.removeItem('parley.language'));
}

/** The states before signing in: first run on a fresh server, the form and its refusal on one in use. */
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
  await visitForgotten(page, visit);
  await page.getByLabel('User name or e-mail').fill('jo');
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('alert').waitFor();
  await settled(page);
  await visit('sign-in-refused');
}
