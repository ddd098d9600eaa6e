import { openAdmin } from './adminPages.ts';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Page } from 'playwright-core';
import { Coturn, hasCoturn } from '../../server/src/test/coturn.ts';
import type { Stage } from './stage.ts';

type Shoot = (page: Page, name: string) => Promise<void>;
type Options = NonNullable<Parameters<Stage['register']>[1]>;

const region = (page: Page) => page.getByRole('region', { name: 'Test the network' });

/** Has the page test these relays instead of the server's. */
async function testWith(page: Page, urls: string[]): Promise<void> {
  await page.unroute('**/calls/network-test');
  await page.route('**/calls/network-test', (route) =>
    route.fulfill({ json: { iceServers: [{ urls, username: '1:a:b', credential: 'foreign' }] } }),
  );
  await page.getByRole('button', { name: 'Test again' }).click();
}

async function shown(page: Page, sentence: RegExp): Promise<void> {
  await region(page).getByText(sentence).waitFor();
}

/** The test of the network with what works and with real faults, and the test of the server by an admin. */
export async function visitCallTests(stage: Stage, options: Options, shoot: Shoot): Promise<void> {
  const { page, context } = await stage.register('Jo Rivera', options);
  // On a phone the list of rooms, with the menu, is a pane of its own.
  const back = page.getByRole('link', { name: 'Back to rooms' });
  if (await back.isVisible()) await back.click();
  await openAdmin(page, 'Calls');
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await page.getByRole('list', { name: 'Results' }).waitFor();
  await shoot(page, 'call-admin-test');
  await page.getByRole('button', { name: 'Test from this browser' }).click();
  await shown(page, /^Calls work on this network/);
  await shoot(page, 'call-test-good');
  await testWith(page, ['turn:relay.invalid']);
  await shown(page, /^The name of the relay is unknown/);
  await shoot(page, 'call-test-name');
  await testWith(page, ['turn:127.0.0.1:9?transport=tcp']);
  await shown(page, /^The relay does not answer/);
  await shoot(page, 'call-test-closed');
  const silent = createSocket('udp4').bind(0, '127.0.0.1');
  await once(silent, 'listening');
  await testWith(page, [`turn:127.0.0.1:${silent.address().port}`]);
  await shown(page, /UDP is blocked on the way/);
  await shoot(page, 'call-test-blocked');
  silent.close();
  if (hasCoturn) {
    await using coturn = await Coturn.start('the right secret');
    await testWith(page, [`turn:127.0.0.1:${coturn.port}`]);
    await shown(page, /^The relay refused/);
    await shoot(page, 'call-test-secret');
  }
  await context.close();
}
