import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { openDirect } from './direct.ts';
import { seriousFindings, Stage } from './stage.ts';
import { audible, liveTracks, pathsUsed, peopleHeard, pictures, watchMedia } from './media.ts';

const call = (page: Page) => page.getByRole('region', { name: /^Call: / });
const rings = (page: Page) => page.getByRole('alertdialog');

async function two() {
  const stage = await Stage.open();
  const jo = await stage.register('Jo');
  const ana = await stage.register('Ana');
  for (const { page } of [jo, ana]) await watchMedia(page);
  await openDirect(jo.page, 'Ana');
  return { stage, jo, ana };
}

async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp6');
  socket.bind(0);
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}

/** The audio energy received during this many video frames. */
async function energyDuring(page: Page, count: number): Promise<number> {
  const [energy, until] = [await audible(page), (await pictures(page)) + count];
  await expect.poll(() => pictures(page)).toBeGreaterThan(until);
  return (await audible(page)) - energy;
}

/** Starts a call from the header of the open room. */
async function start(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Start a call' }).click();
  await page.getByRole('button', { name: 'Start call' }).click();
  await call(page).getByRole('button', { name: 'Leave call' }).waitFor();
}

it('one calls, the other answers, they see and hear each other, and one message says how it was', async () => {
  const { stage, jo, ana } = await two();
  await using _stage = stage;
  await jo.page.getByRole('button', { name: 'Start a call' }).click();
  await jo.page.getByRole('meter', { name: 'Microphone level' }).waitFor();
  expect(await seriousFindings(jo.page)).toEqual([]);
  await jo.page.getByRole('button', { name: 'Start call' }).click();
  await rings(ana.page).waitFor();
  expect(await seriousFindings(ana.page)).toEqual([]);
  await ana.page.getByRole('button', { name: 'Accept', exact: true }).click();
  await call(ana.page).getByRole('button', { name: 'Leave call' }).waitFor();
  for (const { page } of [jo, ana]) await expect.poll(() => audible(page)).toBeGreaterThan(0);

  await jo.page.getByRole('button', { name: 'Turn on camera' }).click();
  await expect.poll(() => pictures(ana.page)).toBeGreaterThan(3);
  expect(await seriousFindings(ana.page)).toEqual([]);

  // Muted: what arrives of Jo has no energy any more.
  await jo.page.getByRole('button', { name: 'Mute', exact: true }).click();
  await ana.page
    .getByRole('group', { name: /Jo.*muted/ })
    .or(ana.page.getByText('muted'))
    .first()
    .waitFor();
  await expect.poll(() => energyDuring(ana.page, 10)).toBeLessThan(0.001);

  await ana.page.getByRole('button', { name: 'Leave call' }).click();
  for (const { page } of [jo, ana]) await page.getByRole('region', { name: /^Call · 2 people/ }).waitFor();
  for (const { page } of [jo, ana]) await expect.poll(() => liveTracks(page)).toBe(0);
  expect([...jo.complaints, ...ana.complaints]).toEqual([]);
});

it('that is declined stops ringing, and the caller reads it', async () => {
  const { stage, jo, ana } = await two();
  await using _stage = stage;
  await start(jo.page);
  await rings(ana.page).waitFor();
  // The card listens a moment after it is drawn: sooner than a hand, but not than this.
  await expect
    .poll(async () => {
      await ana.page.keyboard.press('Control+Shift+D');
      return await rings(ana.page).count();
    })
    .toBe(0);
  await jo.page.getByRole('heading', { name: 'The call has ended' }).waitFor();
  await jo.page.getByRole('button', { name: 'Close' }).click();
  await jo.page.getByRole('region', { name: 'Declined call' }).waitFor();
});

it('goes on while the server is gone, and is the same call when it is back', async () => {
  const { stage, jo, ana } = await two();
  await using _stage = stage;
  await start(jo.page);
  await ana.page.getByRole('button', { name: 'Accept', exact: true }).click();
  for (const { page } of [jo, ana]) await expect.poll(() => audible(page)).toBeGreaterThan(0);
  await stage.kill();
  await jo.page.getByText('Connection to the server is lost. The call goes on.').waitFor();
  const before = await audible(jo.page);
  await expect.poll(() => audible(jo.page)).toBeGreaterThan(before);
  await stage.start();
  for (const { page } of [jo, ana])
    await page
      .getByText('Connection to the server is lost. The call goes on.')
      .waitFor({ state: 'detached' });
  const after = await audible(jo.page);
  await expect.poll(() => audible(jo.page)).toBeGreaterThan(after);
  expect(await rings(ana.page).count()).toBe(0);
  await jo.page.getByRole('button', { name: 'Leave call' }).click();
  await jo.page.getByRole('region', { name: /^Call · 2 people/ }).waitFor();
  expect(await jo.page.getByRole('region', { name: /^Call · / }).count()).toBe(1);
});

it('in a room rings nobody, is joined from its bar, and goes on as a small window in another room', async () => {
  await using stage = await Stage.open();
  const jo = await stage.register('Jo');
  const ana = await stage.register('Ana');
  for (const { page } of [jo, ana]) await watchMedia(page);
  await start(jo.page);
  await ana.page.getByRole('region', { name: 'Call in progress' }).waitFor();
  expect(await rings(ana.page).count()).toBe(0);
  expect(await seriousFindings(ana.page)).toEqual([]);
  await ana.page
    .getByRole('region', { name: 'Call in progress' })
    .getByRole('button', { name: 'Join call' })
    .click();
  await call(ana.page).getByRole('button', { name: 'Join call' }).click();
  await expect.poll(() => audible(ana.page)).toBeGreaterThan(0);
  await ana.page.keyboard.press('Escape');
  await ana.page.getByRole('button', { name: 'Open the call' }).waitFor();
  expect(await seriousFindings(ana.page)).toEqual([]);
  await ana.page.getByRole('textbox', { name: /^Message / }).fill('beside the call');
  await ana.page.keyboard.press('Enter');
  const before = await audible(ana.page);
  await expect.poll(() => audible(ana.page)).toBeGreaterThan(before);
  await ana.page.getByRole('button', { name: 'Open the call' }).click();
  await ana.page.getByRole('button', { name: 'Leave call' }).click();
  await ana.page.getByRole('region', { name: 'Call in progress' }).waitFor();
});

it('of four people carries all twelve directions', async () => {
  await using stage = await Stage.open();
  const people = [];
  for (const name of ['Jo', 'Ana', 'Bo', 'Cy']) people.push(await stage.register(name));
  for (const { page } of people) await watchMedia(page);
  const [first, ...others] = people.map(({ page }) => page);
  if (!first) throw new Error('nobody is there');
  await start(first);
  for (const page of others) {
    await page
      .getByRole('region', { name: 'Call in progress' })
      .getByRole('button', { name: 'Join call' })
      .click();
    await call(page).getByRole('button', { name: 'Join call' }).click();
  }
  for (const { page } of people) await expect.poll(() => peopleHeard(page)).toBe(3);
  expect(people.flatMap(({ complaints }) => complaints)).toEqual([]);
});

it('goes through the relay of the server where there is no other path', async () => {
  await using stage = await Stage.open({ RELAY_PORT: String(await freeUdpPort()) });
  const jo = await stage.register('Jo');
  const ana = await stage.register('Ana');
  for (const { page } of [jo, ana]) await watchMedia(page, 'relay');
  await openDirect(jo.page, 'Ana');
  await start(jo.page);
  await ana.page.getByRole('button', { name: 'Accept', exact: true }).click();
  for (const { page } of [jo, ana]) {
    await expect.poll(() => audible(page)).toBeGreaterThan(0);
    expect(await pathsUsed(page)).toEqual(['relay']);
  }
  // The test of the network, which anybody finds in their settings.
  await ana.page.getByRole('button', { name: 'Leave call' }).click();
  await ana.page.keyboard.press('Control+,');
  await ana.page.getByRole('tab', { name: 'Calls' }).click();
  await ana.page.getByText(/^Calls work on this network: \d+ ms, \d+ % lost\.$/).waitFor();
  expect(await seriousFindings(ana.page)).toEqual([]);
});

it('over plain http the button says that calls need HTTPS', async () => {
  await using stage = await Stage.open();
  const { page } = await stage.register('Jo', { home: true });
  await page.getByRole('button', { name: 'Start a call' }).click();
  await page.getByRole('dialog', { name: 'Calls need HTTPS' }).waitFor();
  expect(await seriousFindings(page)).toEqual([]);
});
