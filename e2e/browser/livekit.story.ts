import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { hasLivekit, LivekitProcess, noLivekit } from '../../server/src/test/livekit.ts';
import { RedisProcess } from '../../server/src/test/startRedis.ts';
import { DatabaseProcess } from '../world/programs.ts';
import { openDirect } from './direct.ts';
import { audible, liveTracks, openConnections, pictures, watchMedia } from './media.ts';
import { message, say, Stage, type Visitor } from './stage.ts';

const call = (page: Page) => page.getByRole('region', { name: /^Call: / });

/** A call of two by the pages, through the media server. */
async function two() {
  const livekit = await LivekitProcess.start();
  const stage = await Stage.open(livekit.settings);
  const jo = await stage.register('Jo');
  const ana = await stage.register('Ana');
  for (const { page } of [jo, ana]) await watchMedia(page);
  await openDirect(jo.page, 'Ana');
  return {
    livekit,
    stage,
    jo,
    ana,
    async [Symbol.asyncDispose]() {
      await stage[Symbol.asyncDispose]();
      await livekit.kill();
    },
  };
}

async function start(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Start a call' }).click();
  await page.getByRole('button', { name: 'Start call' }).click();
  await call(page).getByRole('button', { name: 'Leave call' }).waitFor();
}

const accept = (page: Page): Promise<void> =>
  page.getByRole('button', { name: 'Accept', exact: true }).click();

/** Waits until the sound of the other one arrives in each page. */
async function hear(people: Visitor[]): Promise<void> {
  for (const { page } of people) {
    const before = await audible(page);
    await expect.poll(() => audible(page)).toBeGreaterThan(before);
  }
}

/** The audio energy received during this many video frames. */
async function energyDuring(page: Page, count: number): Promise<number> {
  const [energy, until] = [await audible(page), (await pictures(page)) + count];
  await expect.poll(() => pictures(page)).toBeGreaterThan(until);
  return (await audible(page)) - energy;
}

describe.skipIf(!hasLivekit)('a call by LiveKit', () => {
  it('is as any other: both ways, muted, and no track stays open', async () => {
    await using staged = await two();
    const { jo, ana } = staged;
    await start(jo.page);
    await accept(ana.page);
    await hear([jo, ana]);
    for (const { page } of [jo, ana]) await page.getByRole('button', { name: 'Turn on camera' }).click();
    for (const { page } of [jo, ana]) await expect.poll(() => pictures(page)).toBeGreaterThan(3);

    await jo.page.getByRole('button', { name: 'Mute', exact: true }).click();
    await expect.poll(() => energyDuring(ana.page, 10)).toBeLessThan(0.001);
    await jo.page.getByRole('button', { name: 'Unmute', exact: true }).click();
    await hear([ana]);

    await ana.page.getByRole('button', { name: 'Leave call' }).click();
    for (const { page } of [jo, ana]) await page.getByRole('region', { name: /^Call · 2 people/ }).waitFor();
    for (const { page } of [jo, ana]) await expect.poll(() => liveTracks(page)).toBe(0);
    expect([...jo.complaints, ...ana.complaints]).toEqual([]);
  });

  it('says so when the media server is lost, and goes on when it is back; chat is as ever', async () => {
    await using staged = await two();
    const { jo, ana, livekit } = staged;
    await start(jo.page);
    await accept(ana.page);
    await hear([jo, ana]);
    await livekit.kill();
    const lost = jo.page.getByText('The media server cannot be reached.');
    await lost.waitFor();
    await jo.page.keyboard.press('Escape');
    await say(jo.page, 'beside a broken call');
    await message(ana.page, 'beside a broken call').waitFor({ state: 'attached' });
    await livekit.restart();
    await hear([jo, ana]);
    await lost.waitFor({ state: 'detached' });
    expect([...jo.complaints, ...ana.complaints]).toEqual([]);
  });

  it('ends for who is removed: nothing of the others arrives any more, and their page says so', async () => {
    await using livekit = await LivekitProcess.start();
    await using stage = await Stage.open(livekit.settings);
    const jo = await stage.register('Jo');
    const ana = await stage.register('Ana');
    for (const { page } of [jo, ana]) await watchMedia(page);
    await start(jo.page);
    await ana.page.getByRole('button', { name: 'Join call' }).first().click();
    await call(ana.page).getByRole('button', { name: 'Join call' }).click();
    await hear([jo, ana]);
    await call(jo.page).getByRole('button', { name: 'Actions for Ana' }).click();
    await jo.page.getByRole('menuitem', { name: 'Remove from call' }).click();
    await ana.page.getByText('You are no longer in this call.').waitFor();
    await expect.poll(() => openConnections(ana.page)).toBe(0);
    await expect.poll(() => liveTracks(ana.page)).toBe(0);
    await call(jo.page).getByText('Nobody else is here yet.').first().waitFor();
    expect([...jo.complaints, ...ana.complaints]).toEqual([]);
  });

  it('goes on while the server is gone, and is the same call when it is back', async () => {
    await using staged = await two();
    const { jo, ana, stage } = staged;
    await start(jo.page);
    await accept(ana.page);
    await hear([jo, ana]);
    await stage.kill();
    const offline = (page: Page) => page.getByText('Connection to the server is lost. The call goes on.');
    await offline(jo.page).waitFor();
    await hear([jo, ana]);
    await stage.start();
    for (const { page } of [jo, ana]) await offline(page).waitFor({ state: 'detached' });
    await hear([jo, ana]);
    expect(await jo.page.getByText('The media server cannot be reached.').count()).toBe(0);
    await jo.page.getByRole('button', { name: 'Leave call' }).click();
    await jo.page.getByRole('region', { name: /^Call · 2 people/ }).waitFor();
    expect(await jo.page.getByRole('region', { name: /^Call · / }).count()).toBe(1);
  });

  it('connects two people whose pages are on different servers', async (context) => {
    const redis = await RedisProcess.start();
    if (!redis) return context.skip();
    await using livekit = await LivekitProcess.start();
    const folder = await mkdtemp(join(tmpdir(), 'parley-nodes-'));
    const database = new DatabaseProcess(folder);
    await database.start();
    const settings = {
      ...livekit.settings,
      MONGODB_URI: database.uri(),
      REDIS_URL: redis.url,
      PARLEY_DATA: join(folder, 'data'),
    };
    try {
      await using one = await Stage.open(settings);
      await using other = await Stage.open(settings);
      const jo = await one.register('Jo');
      const ana = await other.register('Ana');
      for (const { page } of [jo, ana]) await watchMedia(page);
      await openDirect(jo.page, 'Ana');
      await start(jo.page);
      await accept(ana.page);
      await hear([jo, ana]);
      await ana.page.getByRole('button', { name: 'Leave call' }).click();
      for (const { page } of [jo, ana])
        await page.getByRole('region', { name: /^Call · 2 people/ }).waitFor();
      await expect.poll(() => openConnections(jo.page)).toBe(0);
    } finally {
      await database.stop();
      await redis.stop();
      await rm(folder, { recursive: true });
    }
  });
});

it('a call whose media server is not there is refused in a sentence, and rings nobody', async () => {
  await using stage = await Stage.open(await noLivekit());
  const jo = await stage.register('Jo');
  const ana = await stage.register('Ana');
  await openDirect(jo.page, 'Ana');
  await jo.page.getByRole('button', { name: 'Start a call' }).click();
  await jo.page.getByRole('button', { name: 'Start call' }).click();
  await jo.page.getByText('the media server cannot be reached').waitFor();
  await jo.page.keyboard.press('Escape');
  await say(jo.page, 'then in writing');
  await ana.page
    .locator('#sidebar')
    .getByRole('link', { name: /Jo\W+1 unread/ })
    .waitFor();
  expect(await ana.page.getByRole('alertdialog').count()).toBe(0);
  await jo.page.keyboard.press('Control+,');
  await jo.page.getByRole('tab', { name: 'Calls' }).click();
  await jo.page.getByText('The media server cannot be reached, so calls do not work.').waitFor();
  expect([...jo.complaints, ...ana.complaints]).toEqual([]);
});
