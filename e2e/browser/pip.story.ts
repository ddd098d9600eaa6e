import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { openDirect } from './direct.ts';
import { pictures, watchMedia } from './media.ts';
import { seriousFindings, Stage } from './stage.ts';

const inCall = (page: Page) => page.getByRole('region', { name: /^Call: / });

/** Jo, who has a camera on, and Ana in a call. */
async function two(prepare: (page: Page) => Promise<unknown> = () => Promise.resolve()) {
  const stage = await Stage.open();
  const jo = await stage.register('Jo');
  const ana = await stage.register('Ana');
  await prepare(ana.page);
  await watchMedia(ana.page);
  await openDirect(jo.page, 'Ana');
  await jo.page.getByRole('button', { name: 'Start a call' }).click();
  await jo.page.getByRole('button', { name: 'Turn on camera' }).click();
  await jo.page.getByRole('button', { name: 'Start call' }).click();
  await ana.page.getByRole('button', { name: 'Accept', exact: true }).click();
  await expect.poll(() => pictures(ana.page)).toBeGreaterThan(0);
  return { stage, jo, ana };
}

it('the call goes into a window of its own by a key and a button, with its picture, its buttons and keys, and comes back', async () => {
  const { stage, ana } = await two();
  await using _stage = stage;
  const { page, context } = ana;
  const opened = context.waitForEvent('page');
  await page.keyboard.press('Control+Shift+P');
  const pip = await opened;
  await pip.getByRole('region', { name: 'Call: Jo' }).waitFor();
  const before = await pictures(page);
  await expect.poll(() => pictures(page)).toBeGreaterThan(before + 5);
  await expect
    .poll(() => pip.locator('video').evaluate((video: HTMLVideoElement) => video.videoWidth))
    .toBeGreaterThan(0);
  expect(await seriousFindings(page)).toEqual([]);
  // In the page there is the chat, and the call without its picture.
  await page.getByRole('textbox', { name: /^Message / }).fill('beside the call');
  expect(await inCall(page).locator('video').count()).toBe(0);
  await pip.getByRole('button', { name: 'Mute', exact: true }).click();
  await pip.getByRole('button', { name: 'Unmute' }).waitFor();
  await pip.keyboard.press('Control+Shift+M');
  await pip.getByRole('button', { name: 'Mute', exact: true }).waitFor();
  const closed = pip.waitForEvent('close');
  await pip.getByRole('button', { name: 'Back to the page' }).click();
  await closed;
  await inCall(page).getByRole('button', { name: 'Minimise the call' }).waitFor();

  const again = context.waitForEvent('page');
  await inCall(page).getByRole('button', { name: 'Picture-in-picture' }).click();
  const second = await again;
  await second.getByRole('region', { name: 'Call: Jo' }).waitFor();
  const ended = second.waitForEvent('close');
  await inCall(page).getByRole('button', { name: 'Leave call' }).click();
  await ended;
  await page.getByRole('region', { name: /^Call · 2 people/ }).waitFor();
  expect(ana.complaints).toEqual([]);
});

/** Runs in the page: of a picture in a window of the browser's own, how many were drawn. */
const drawn = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      (document.pictureInPictureElement as HTMLVideoElement | null)?.getVideoPlaybackQuality()
        .totalVideoFrames ?? -1,
  );

it('where a page cannot draw in such a window it has the large picture', async () => {
  const { stage, ana } = await two((page) =>
    page.addInitScript(() => Object.defineProperty(window, 'documentPictureInPicture', { value: undefined })),
  );
  await using _stage = stage;
  const { page } = ana;
  await inCall(page).getByRole('button', { name: 'Picture-in-picture' }).click();
  await inCall(page).getByRole('button', { name: 'Back to the page' }).waitFor();
  const before = await drawn(page);
  await expect.poll(() => drawn(page)).toBeGreaterThan(before + 10);
  await page.keyboard.press('Control+Shift+P');
  await inCall(page).getByRole('button', { name: 'Minimise the call' }).waitFor();
  expect(await page.evaluate(() => document.pictureInPictureElement)).toBeNull();
  expect(ana.complaints).toEqual([]);
});
