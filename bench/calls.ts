import type { Page } from 'playwright-core';
import { setTimeout } from 'node:timers/promises';
import { hasLivekit, LivekitProcess } from '../server/src/test/livekit.ts';
import { Stage } from '../e2e/browser/stage.ts';
import { processorSeconds } from './processorTime.ts';
import { report } from './world.ts';

const SECONDS = 10;
const PEOPLE = [2, 4];

interface Measured {
  /** From joining until the pictures of all others are there, the longest of all people, in ms. */
  readyMs: number;
  /** Processor time of everything, browsers included, per second. */
  cores: number;
}

/** Resolves when a page plays the pictures of this many others, and its own. */
const sees = (page: Page, others: number): Promise<unknown> =>
  page.waitForFunction(
    (count) =>
      [...document.querySelectorAll('[role=group] video')].filter(
        (video) => (video as HTMLVideoElement).videoWidth > 0,
      ).length > count,
    others,
    { polling: 'raf' },
  );

/** People come into the call of General one after the other, all with the camera on. */
async function measure(people: number, settings: Record<string, string>): Promise<Measured> {
  await using stage = await Stage.open({ RATE_LIMITS: 'false', ...settings });
  const pages: Page[] = [];
  for (let i = 0; i < people; i++)
    pages.push((await stage.register(`Person${i}`, { width: 1000, height: 640 })).page);
  let readyMs = 0;
  for (const [i, page] of pages.entries()) {
    await page
      .getByRole('button', { name: i === 0 ? 'Start a call' : 'Join call' })
      .first()
      .click();
    await page.getByRole('button', { name: 'Turn on camera' }).click();
    const began = performance.now();
    await page
      .getByRole('region', { name: /^Call: / })
      .getByRole('button', { name: i === 0 ? 'Start call' : 'Join call' })
      .click();
    await sees(page, i);
    if (i > 0) readyMs = Math.max(readyMs, performance.now() - began);
  }
  const before = processorSeconds(process.pid);
  await setTimeout(SECONDS * 1000);
  return { readyMs, cores: (processorSeconds(process.pid) - before) / SECONDS };
}

/** A call of some people: how soon they see each other, and what it costs. By LiveKit beside from browser to browser. */
export async function calls(): Promise<void> {
  for (const people of PEOPLE) {
    const mesh = await measure(people, {});
    if (!hasLivekit) {
      report(`call of ${people}: join → all pictures`, mesh.readyMs, 'ms');
      report(`call of ${people}: processor time`, mesh.cores, 'cores');
      continue;
    }
    const livekit = await LivekitProcess.start();
    const { readyMs, cores } = await measure(people, livekit.settings);
    await livekit.kill();
    const name = 'from browser to browser';
    report(`LiveKit call of ${people}: join → all pictures`, readyMs, 'ms', { name, value: mesh.readyMs });
    report(`LiveKit call of ${people}: processor time`, cores, 'cores', { name, value: mesh.cores });
  }
}
