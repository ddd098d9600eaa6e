import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { freeUdpPort } from '../../server/src/test/coturn.ts';
import { chromiumPath, Stage } from './stage.ts';
import { visitAccounts } from './states.account.ts';
import { visitAdmin } from './states.admin.ts';
import { visitCrowd } from './states.callCrowd.ts';
import { visitCalls } from './states.calls.ts';
import { visitCallTests } from './states.callTests.ts';
import { visitPolls } from './states.polls.ts';
import { openDemo, signIn, visitDoor, visitStates } from './states.ts';

/**
 * `npm run shots`: the key states in light and dark at three sizes, into shots/. Arguments take less: `390` one size,
 * another word only the states that contain it.
 */
const folder = join(import.meta.dirname, '../../shots');
const words = process.argv.slice(2);
const only = words.find((word) => !/^\d+$/.test(word)) ?? '';
const all = [
  { name: '1440', width: 1440, height: 900, scale: 1 },
  { name: '820', width: 820, height: 1180, scale: 1 },
  { name: '390', width: 390, height: 844, scale: 2 },
];

const sizes = all.filter(({ name }) => words.includes(name) || !words.some((word) => /^\d+$/.test(word)));

if (chromiumPath === undefined) {
  process.stderr.write('No Chromium was found; set CHROMIUM to its path.\n');
  process.exit(1);
}

if (words.length === 0) rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
await using fresh = await Stage.open();
await using demo = await openDemo();
for (const { name: sizeName, ...size } of sizes)
  for (const dark of [false, true]) {
    const options = { ...size, dark, touch: size.width < 500 };
    const shootPage = async (page: Page, name: string): Promise<void> => {
      if (!name.includes(only)) return;
      const file = `${name}-${sizeName}-${dark ? 'dark' : 'light'}.png`;
      await page.screenshot({ path: join(folder, file) });
      process.stdout.write(`shots/${file}\n`);
    };
    // A workspace of its own for each: two people who have just come.
    if (only === '' || only.startsWith('call')) {
      await using tested = await Stage.open({
        RELAY_PORT: String(await freeUdpPort()),
        RELAY_HOST: '127.0.0.1',
        TURN_URLS: 'turn:127.0.0.1:9?transport=tcp',
        TURN_SECRET: 'a shared secret',
      });
      await visitCallTests(tested, options, shootPage);
      await using stage = await Stage.open();
      await visitCalls(stage, options, shootPage);
      await using crowd = await Stage.open();
      await visitCrowd(crowd, options, shootPage);
      if (only !== '') continue;
    }
    const { page, context } = await demo.visitor(options);
    const shoot = (name: string): Promise<void> => shootPage(page, name);
    await visitDoor(page, shoot, { fresh: fresh.url, used: demo.url });
    await signIn(page, demo.url);
    await visitAdmin(page, shoot, size.width < 820);
    if (only.startsWith('admin')) {
      await context.close();
      continue;
    }
    await visitPolls(page, shoot);
    await visitStates(page, shoot, size.width < 820);
    await visitAccounts(page, shoot);
    await context.close();
  }
