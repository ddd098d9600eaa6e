import { expect, it, type TestContext } from 'vitest';
import { openDirect } from './direct.ts';
import { engines, type Engine } from './engines.ts';
import { audible, pictures, watchMedia } from './media.ts';
import { password, Stage } from './stage.ts';

/** Registers Ana, the first person, in another engine than Chromium. */
async function register(page: Engine, stage: Stage): Promise<void> {
  await page.open(stage.url);
  await page.write('input[autocomplete=name]', 'Ana');
  await page.write('input[type=password]', password);
  await page.click('button[type=submit]');
  await expect.poll(() => page.evaluate<boolean>("document.querySelector('#composer') !== null")).toBe(true);
}

/** Presses the button of this name, as soon as there is one. */
const press = (page: Engine, name: string): Promise<void> =>
  expect
    .poll(() =>
      page.evaluate<boolean>(
        `(() => {
          const button = [...document.querySelectorAll('button')].find(
            (one) => (one.getAttribute('aria-label') ?? one.textContent.trim()) === '${name}',
          );
          button?.click();
          return button !== undefined;
        })()`,
      ),
    )
    .toBe(true);

/** Opens an engine, or skips the test aloud. */
async function openOr(name: string, context: TestContext): Promise<Engine> {
  const engine = engines.find((one) => one.name === name);
  if (engine?.missing === undefined && engine) return await engine.open();
  process.stdout.write(`\nThe call in ${name} was skipped: ${engine?.missing ?? 'it is unknown'}.\n`);
  return context.skip();
}

it('Firefox and Chromium see and hear each other', async (context) => {
  const firefox = await openOr('Firefox', context);
  await using _closed = { [Symbol.asyncDispose]: () => firefox.close() };
  await using stage = await Stage.open();
  await register(firefox, stage);
  const jo = await stage.register('Jo');
  await watchMedia(jo.page);
  await openDirect(jo.page, 'Ana');
  await jo.page.getByRole('button', { name: 'Start a call' }).click();
  await jo.page.getByRole('button', { name: 'Turn on camera' }).click();
  await jo.page.getByRole('button', { name: 'Start call' }).click();
  await press(firefox, 'Accept');
  await press(firefox, 'Turn on camera');
  // Chromium receives sound and pictures of Firefox.
  await expect.poll(() => audible(jo.page)).toBeGreaterThan(0);
  await expect.poll(() => pictures(jo.page)).toBeGreaterThan(5);
  // In Firefox two videos play: its own, and Jo's.
  await expect
    .poll(() =>
      firefox.evaluate<number>(
        "[...document.querySelectorAll('[role=group] video')].filter((video) => video.videoWidth > 0 && video.currentTime > 1).length",
      ),
    )
    .toBe(2);
  // And an audio element that is not silent plays Jo's microphone.
  await expect
    .poll(() =>
      firefox.evaluate<number>(
        "[...document.querySelectorAll('audio')].filter((audio) => !audio.paused && audio.currentTime > 0.5).length",
      ),
    )
    .toBeGreaterThan(0);
  expect(jo.complaints).toEqual([]);
});

it('WebKitGTK, which has no WebRTC, says so', async (context) => {
  const webkit = await openOr('WebKit', context);
  await using _closed = { [Symbol.asyncDispose]: () => webkit.close() };
  await using stage = await Stage.open();
  await register(webkit, stage);
  await press(webkit, 'Start a call');
  await expect
    .poll(() => webkit.evaluate<string>("document.querySelector('[role=dialog]')?.textContent ?? ''"))
    .toContain('This browser cannot make calls');
});
