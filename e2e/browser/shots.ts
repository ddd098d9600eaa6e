import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { chromiumPath, message, Stage } from './stage.ts';

/** `npm run shots`: the key states in light and dark at three sizes, into shots/. A word as argument takes only the states that contain it. */
const folder = join(import.meta.dirname, '../../shots');
const only = process.argv[2] ?? '';
const sizes = [
  { name: '1440', width: 1440, height: 900, scale: 1 },
  { name: '820', width: 820, height: 1180, scale: 1 },
  { name: '390', width: 390, height: 844, scale: 2 },
];
const demoPassword = 'a demo for everybody';

if (chromiumPath === undefined) {
  process.stderr.write('No Chromium was found; set CHROMIUM to its path.\n');
  process.exit(1);
}

async function signIn(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByLabel('User name or e-mail').fill('jo');
  await page.getByLabel('Password').fill(demoPassword);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.locator('#composer, #sidebar').first().waitFor();
}

const settled = (page: Page): Promise<void> => page.waitForTimeout(700);

async function openRoom(page: Page, name: RegExp): Promise<void> {
  const back = page.getByRole('link', { name: 'Back to rooms' });
  if (await back.isVisible()) await back.click();
  await page.getByRole('navigation').getByRole('link', { name }).first().click();
  await page.locator('[data-message]').first().waitFor();
  await settled(page);
}

type Shoot = (name: string) => Promise<void>;

async function shootStates(page: Page, shoot: Shoot, narrow: boolean): Promise<void> {
  await openRoom(page, /^launch-week/);
  await shoot('room');
  if (!narrow) {
    await message(page, '').hover();
    await settled(page);
    await shoot('room-hover');
  }
  await page
    .locator('#timeline')
    .evaluate((element) => element.scrollTo({ top: element.scrollHeight - 3000 }));
  await settled(page);
  await shoot('room-scrolled-up');
  await openRoom(page, /^Ana Lindqvist/);
  await page.locator('#composer').fill('Thanks, @el');
  await page.locator('#composer').press('End');
  await settled(page);
  await shoot('direct-mention-list');
  await page.locator('#composer').fill('');
  await page.context().setOffline(true);
  await page.locator('#composer').fill('Written without a connection.');
  await page.locator('#composer').press('Enter');
  await page.waitForTimeout(3600);
  await shoot('offline');
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Room details' }).click();
  await settled(page);
  await shoot('details');
  await page.keyboard.press('Control+k');
  await settled(page);
  await shoot('jump');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+,');
  await page.getByRole('dialog').waitFor();
  await settled(page);
  await shoot('settings-profile');
  await page.getByRole('tab', { name: 'Sessions' }).click();
  await settled(page);
  await shoot('settings-sessions');
  await page.keyboard.press('Escape');
  if (narrow) {
    await page.goto(new URL('/', page.url()).href);
    await page.locator('#sidebar').waitFor();
    await settled(page);
    await shoot('sidebar');
    return;
  }
  await page.getByRole('button', { name: 'Parley', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Create a room' }).click();
  await settled(page);
  await shoot('create-room');
  await page.keyboard.press('Escape');
  await openRoom(page, /^عام/);
  await shoot('right-to-left');
  await page.goto(new URL('/rooms/0123456789abcdef01234567', page.url()).href);
  await page.getByText('There is nothing here').waitFor();
  await shoot('no-permission');
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
await using fresh = await Stage.open();
await using demo = await Stage.open({ RATE_LIMITS: 'false' });
await demo.kill();
spawnSync(process.execPath, [join(import.meta.dirname, '../../server/dist/demo/main.js')], {
  env: { ...process.env, PARLEY_DATA: join(demo.folder, 'demo') },
  stdio: 'inherit',
});
await using stage = await Stage.open({ RATE_LIMITS: 'false', PARLEY_DATA: join(demo.folder, 'demo') });
for (const size of sizes)
  for (const dark of [false, true]) {
    const suffix = `${size.name}-${dark ? 'dark' : 'light'}`;
    const options = {
      width: size.width,
      height: size.height,
      scale: size.scale,
      dark,
      touch: size.width < 500,
    };
    const start = await fresh.visitor(options);
    await start.page.goto(fresh.url);
    await start.page.getByLabel('Your name').fill('Jo Rivera');
    await start.page.getByLabel('Password').fill('correct horse battery');
    await settled(start.page);
    if ('first-run'.includes(only))
      await start.page.screenshot({ path: join(folder, `first-run-${suffix}.png`) });
    await start.context.close();
    const { page, context } = await stage.visitor(options);
    await signIn(page, stage.url);
    await shootStates(
      page,
      async (name) => {
        if (!name.includes(only)) return;
        await page.screenshot({ path: join(folder, `${name}-${suffix}.png`) });
        process.stdout.write(`shots/${name}-${suffix}.png\n`);
      },
      size.width < 820,
    );
    await context.close();
  }
