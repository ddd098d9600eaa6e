import { openAdmin } from './adminPages.ts';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Coturn, freeUdpPort, hasCoturn } from '../../server/src/test/coturn.ts';
import { seriousFindings, Stage } from './stage.ts';

const SECRET = 'a shared secret';

/** Opens the test in one's settings. */
async function open(page: Page): Promise<void> {
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: 'Calls' }).click();
}
const found = (page: Page, sentence: string | RegExp) =>
  page.getByRole('region', { name: 'Test the network' }).getByText(sentence).waitFor();

/** A port that takes datagrams and answers none, as behind a firewall that drops them. */
async function silentPort() {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { port: socket.address().port, [Symbol.dispose]: () => void socket.close() };
}

describe('the test of the network says', () => {
  let silent: Awaited<ReturnType<typeof silentPort>>;
  beforeAll(async () => {
    silent = await silentPort();
  });
  afterAll(() => silent[Symbol.dispose]());

  it.each<[string, () => Record<string, string>, RegExp]>([
    ['that there is no relay', () => ({}), /^This server has no relay/],
    [
      'that the name is unknown',
      () => ({ TURN_URLS: 'turn:relay.invalid' }),
      /^The name of the relay is unknown here/,
    ],
    [
      'that the port is closed',
      () => ({ TURN_URLS: 'turn:127.0.0.1:9?transport=tcp' }),
      /^The relay does not answer: its port is closed/,
    ],
    [
      'that UDP is blocked',
      () => ({ TURN_URLS: `turn:127.0.0.1:${silent.port}` }),
      /^Nothing comes back from the relay: UDP is blocked on the way/,
    ],
  ])('%s', async (_what, settings, sentence) => {
    await using stage = await Stage.open({ TURN_SECRET: SECRET, ...settings() });
    const { page } = await stage.register('Jo');
    await open(page);
    await found(page, sentence);
    expect(await seriousFindings(page)).toEqual([]);
  });

  it.skipIf(!hasCoturn)('that the secret is wrong, and that only TCP passes', async () => {
    await using coturn = await Coturn.start(SECRET);
    const turn = `turn:127.0.0.1:${coturn.port}`;
    {
      await using stage = await Stage.open({ TURN_URLS: turn, TURN_SECRET: 'another one' });
      const { page } = await stage.register('Jo');
      await open(page);
      await found(page, 'The relay refused to let us in.');
    }
    await using stage = await Stage.open({
      TURN_URLS: `turn:127.0.0.1:${silent.port},${turn}?transport=tcp`,
      TURN_SECRET: SECRET,
    });
    const { page } = await stage.register('Jo');
    await open(page);
    await found(page, /^Calls work on this network, with more delay/);
    await found(page, 'UDP is blocked here, so they go over TCP.');
  });

  it('that the page is not secure', async () => {
    await using stage = await Stage.open();
    const { page } = await stage.register('Jo', { home: true });
    await open(page);
    await found(page, 'Calls need HTTPS');
  });

  it('that the microphone is blocked, or there is none, and that calls work', async () => {
    await using stage = await Stage.open({ RELAY_PORT: String(await freeUdpPort()) });
    const { page, context } = await stage.register('Jo');
    await context.clearPermissions();
    // What is not granted is denied then.
    await context.grantPermissions(['clipboard-read']);
    await open(page);
    await found(page, 'Your microphone is blocked: others will not hear you.');
    await found(page, /^Calls work on this network: \d+ ms, \d+ % lost\.$/);
    await context.grantPermissions(['microphone']);
    await page.evaluate(() => {
      navigator.mediaDevices.enumerateDevices = () => Promise.resolve([]);
    });
    await page.getByRole('button', { name: 'Test again' }).click();
    await found(page, /^No microphone was found/);
  });
});

it('an admin reads what is set for calls, and has the server try it', async () => {
  const port = await freeUdpPort();
  await using stage = await Stage.open({
    RELAY_PORT: String(port),
    RELAY_HOST: 'relay.invalid',
    TURN_URLS: 'turn:127.0.0.1:9?transport=tcp',
    TURN_SECRET: SECRET,
  });
  const { page } = await stage.register('Jo');
  await openAdmin(page, 'Calls');
  await page.getByText(`UDP port ${port} at relay.invalid`).waitFor();
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  const results = page.getByRole('list', { name: 'Results' });
  await expect.poll(() => results.getByRole('listitem').allTextContents()).toHaveLength(3);
  const [here, outside, turn] = await results.getByRole('listitem').allTextContents();
  expect(here).toMatch(/^Relay on this serverCarries calls \(\d+ ms\)\.$/);
  expect(outside).toMatch(/^Relay at relay\.invalid.*Its name is unknown\./);
  expect(turn).toMatch(/^TURN server turn:127\.0\.0\.1:9\?transport=tcp.*Its port is closed\./);
  expect(await seriousFindings(page)).toEqual([]);
});
