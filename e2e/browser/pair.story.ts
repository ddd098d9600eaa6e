import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { openDirect } from './direct.ts';
import { audible, loudest, pictures, watchMedia } from './media.ts';
import { chromiumOptions, Stage } from './stage.ts';

type Rgb = [red: number, green: number, blue: number];

/** A color as a camera sends it: luma, and two differences. Source: ITU-R BT.601. */
const yuvOf = ([r, g, b]: Rgb): [number, number, number] => [
  16 + (65.5 * r + 128.6 * g + 25 * b) / 255,
  128 + (-37.8 * r - 74.2 * g + 112 * b) / 255,
  128 + (112 * r - 93.8 * g - 18.2 * b) / 255,
];

/** A camera's picture of one color, as Chromium's fake camera plays it (YUV4MPEG2). @returns its path */
function filmOf(folder: string, name: string, color: Rgb): string {
  const [width, height] = [320, 180];
  const [y, u, v] = yuvOf(color).map(Math.round);
  const frame = Buffer.concat([
    Buffer.from('FRAME\n'),
    Buffer.alloc(width * height, y),
    Buffer.alloc((width * height) / 4, u),
    Buffer.alloc((width * height) / 4, v),
  ]);
  const path = join(folder, `${name}.y4m`);
  const header = Buffer.from(`YUV4MPEG2 W${width} H${height} F15:1 Ip A1:1 C420jpeg\n`);
  writeFileSync(path, Buffer.concat([header, frame, frame]));
  return path;
}

/** The color in the middle of the video of a person's tile; black before it plays. */
const colorOf = (page: Page, name: string): Promise<Rgb> =>
  page.evaluate((name) => {
    const tile = [...document.querySelectorAll('[role=group]')].find((group) =>
      group.getAttribute('aria-label')?.startsWith(name),
    );
    const video = tile?.querySelector('video');
    const context = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d');
    if (!video || !context || video.videoWidth === 0) return [0, 0, 0];
    const [x, y] = [video.videoWidth / 2, video.videoHeight / 2];
    context.drawImage(video, x, y, 1, 1, 0, 0, 1, 1);
    const [r = 0, g = 0, b = 0] = context.getImageData(0, 0, 1, 1).data;
    return [r, g, b];
  }, name);

/** Which of the three is by far the largest. */
function hueOf([r, g, b]: Rgb): string {
  const [most = 0, next = 0] = [r, g, b].sort((one, other) => other - one);
  return most < next + 80 ? 'none' : (['red', 'green', 'blue'][[r, g, b].indexOf(most)] ?? 'none');
}

it('each sees the colors of the other’s camera', async () => {
  await using stage = await Stage.open();
  const browsers: Browser[] = [];
  await using _closed = {
    [Symbol.asyncDispose]: async () => {
      for (const browser of browsers) await browser.close();
    },
  };
  const inColor = async (name: string, color: Rgb): Promise<Page> => {
    const film = filmOf(stage.folder, name, color);
    const args = [`--use-file-for-fake-video-capture=${film}`];
    const browser = await chromium.launch(chromiumOptions({ args }));
    browsers.push(browser);
    const { page } = await stage.register(name, { browser });
    await watchMedia(page);
    return page;
  };
  const jo = await inColor('Jo', [255, 0, 0]);
  const ana = await inColor('Ana', [0, 0, 255]);
  await openDirect(jo, 'Ana');
  await jo.getByRole('button', { name: 'Start a call' }).click();
  await jo.getByRole('button', { name: 'Turn on camera' }).click();
  await jo.getByRole('button', { name: 'Start call' }).click();
  const accept = ana.getByRole('button', { name: 'Accept', exact: true });
  await accept.waitFor();
  const answered = Date.now();
  await accept.click();
  await expect.poll(() => pictures(ana), { interval: 20 }).toBeGreaterThan(0);
  await expect.poll(() => audible(jo), { interval: 20 }).toBeGreaterThan(0);
  process.stdout.write(`\nMedia was decoded both ways ${Date.now() - answered} ms after the answer.\n`);
  await ana.getByRole('button', { name: 'Turn on camera' }).click();
  await expect.poll(async () => hueOf(await colorOf(ana, 'Jo'))).toBe('red');
  await expect.poll(async () => hueOf(await colorOf(jo, 'Ana'))).toBe('blue');
});

it('the sound of a shared tab arrives as loud as it is', async () => {
  await using stage = await Stage.open();
  const browser = await chromium.launch(
    chromiumOptions({
      natural: true,
      args: ['--auto-select-tab-capture-source-by-title=Tone', '--autoplay-policy=no-user-gesture-required'],
    }),
  );
  await using _closed = { [Symbol.asyncDispose]: () => browser.close() };
  const jo = await stage.register('Jo', { browser });
  await jo.context.grantPermissions(['microphone', 'camera']);
  const ana = await stage.register('Ana');
  for (const { page } of [jo, ana]) await watchMedia(page);
  const tab = await jo.context.newPage();
  await tab.setContent('<title>Tone</title>880 Hz, at half of the loudest');
  await tab.evaluate(() => {
    const context = new AudioContext();
    const gain = new GainNode(context, { gain: 0.5 });
    const tone = new OscillatorNode(context, { frequency: 880 });
    tone.connect(gain).connect(context.destination);
    tone.start();
  });
  await jo.page.bringToFront();
  await openDirect(jo.page, 'Ana');
  await jo.page.getByRole('button', { name: 'Start a call' }).click();
  await jo.page.getByRole('button', { name: 'Start call' }).click();
  await ana.page.getByRole('button', { name: 'Accept', exact: true }).click();
  await expect.poll(() => audible(ana.page)).toBeGreaterThan(0);
  await jo.page.getByRole('button', { name: 'Mute', exact: true }).click();
  await jo.page.getByRole('button', { name: 'Share screen' }).click();
  await expect.poll(() => pictures(ana.page)).toBeGreaterThan(2);
  // Processing meant for voices takes a moment to take a steady tone for noise; it would be under a third then.
  await expect.poll(async () => (await loudest(ana.page)).seconds).toBeGreaterThan(6);
  const { level } = await loudest(ana.page);
  process.stdout.write(`\nThe tone of a shared tab arrives at ${level.toFixed(2)} of 0.50.\n`);
  expect(level).toBeGreaterThan(0.4);
});
