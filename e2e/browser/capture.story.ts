import { expect, it } from 'vitest';
import type { CapturePage } from './capture.page.ts';
import { SourcePage } from './sourcePage.ts';

const FAKE = ['--use-fake-device-for-media-stream=fps=15'];
const ALLOWED = [...FAKE, '--use-fake-ui-for-media-stream'];
const open = (args: string[], permissions?: string[]): Promise<SourcePage> =>
  SourcePage.open('e2e/browser/capture.page.ts', args, permissions);

declare const page: CapturePage;

it('devices open by their id, and the choice of the browser is taken where they are gone', async () => {
  await using opened = await open(ALLOWED);
  const seen = await opened.page.evaluate(async () => {
    await page.captureMic('');
    type Devices = Parameters<Parameters<typeof page.watchDevices>[0]>[0];
    const lists: Devices[] = [];
    // One list at once, and one when something is plugged in.
    const devices = await new Promise<Devices>((resolve) => {
      const end = page.watchDevices((list) => {
        if (lists.push(list) === 1) navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
        else {
          end();
          resolve(list);
        }
      });
    });
    const last = devices.videoinput.at(-1)?.deviceId ?? '';
    const [camera, other] = [await page.captureCamera(last), await page.captureCamera('gone')];
    const id = (captured: typeof camera): unknown =>
      'track' in captured ? captured.track.getSettings().deviceId : captured.fault;
    const kinds = Object.values(devices).map((list) => list.length > 0);
    return { last, camera: id(camera), other: id(other), kinds, labels: devices.audioinput[0]?.label };
  });
  expect(seen.camera).toBe(seen.last);
  expect(seen.other).toMatch(/^[0-9a-f]+$/);
  expect(seen.kinds).toEqual([true, true, true]);
  expect(seen.labels).toMatch(/Fake/);
});

it('a denied microphone leaves the camera', async () => {
  await using opened = await open(FAKE, ['camera']);
  const seen = await opened.page.evaluate(async () => {
    const [mic, camera] = await Promise.all([page.captureMic(''), page.captureCamera('')]);
    return { mic, camera: 'track' in camera };
  });
  expect(seen).toEqual({ mic: { fault: 'denied' }, camera: true });
});

it('a meter shows the beeps of the microphone, and nothing while it is muted', async () => {
  await using opened = await open(ALLOWED);
  const [loud, muted] = await opened.page.evaluate(async () => {
    const mic = await page.captureMic('');
    if (!('track' in mic)) throw new Error(mic.fault);
    const { track } = mic;
    // A beep sounds once a second.
    const largest = (): Promise<number> =>
      new Promise((resolve) => {
        const levels: number[] = [];
        const end = page.meterLevel(track, (level) => {
          if (levels.push(level) < 20) return;
          end();
          resolve(Math.max(...levels.slice(5)));
        });
      });
    const first = await largest();
    track.enabled = false;
    return [first, await largest()];
  });
  expect(loud).toBeGreaterThan(0.3);
  expect(muted).toBe(0);
});

it('a screen that gives only black, and then nothing is reported until it has a picture', async () => {
  await using opened = await open(ALLOWED);
  const course = await opened.page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 180 });
    const context = canvas.getContext('2d');
    const [track] = canvas.captureStream(15).getVideoTracks();
    if (!context || !track) throw new Error('no canvas');
    let color = 'black';
    const drawing = setInterval(() => {
      context.fillStyle = color;
      context.fillRect(0, 0, 320, 180);
    }, 50);
    const seen: boolean[] = [];
    await new Promise<void>((resolve) => {
      const end = page.watchBlack(track, (black) => {
        if (black) color = 'white';
        if (seen.push(black) < 2) return;
        end();
        resolve();
      });
    });
    clearInterval(drawing);
    return seen;
  });
  expect(course).toEqual([true, false]);
});

it('sound that the browser holds back is reported, and plays after a click', async () => {
  await using opened = await open([...ALLOWED, '--autoplay-policy=document-user-activation-required']);
  const silent = await opened.page.context().newPage();
  const blocked: boolean[] = [];
  await silent.exposeFunction('report', (now: boolean) => void blocked.push(now));
  // The page does it itself: an evaluation counts as a click.
  const body = `<!doctype html><script type="module">
    import '${opened.url}e2e/browser/capture.page.ts';
    const { stream } = new AudioContext().createMediaStreamDestination();
    const audio = new page.RemoteAudio((now) => report(now));
    const tracks = { mic: stream.getAudioTracks()[0] };
    audio.update(new Map([['a', { state: 'connected', tracks }]]));
    document.addEventListener('click', () => audio.resume());
    Object.assign(globalThis, { audio });
  </script>`;
  await silent.route(`${opened.url}silent`, (route) => route.fulfill({ contentType: 'text/html', body }));
  await silent.goto(`${opened.url}silent`);
  await expect.poll(() => blocked).toEqual([true]);
  await silent.mouse.click(10, 10);
  await expect.poll(() => blocked).toEqual([true, false]);
  expect(await silent.locator('audio').count()).toBe(1);
  expect(await silent.evaluate('audio.setSpeaker("gone")')).toBe(false);
  expect(await silent.evaluate('audio.setSpeaker("")')).toBe(true);
  await silent.evaluate('audio.update(new Map())');
  expect(await silent.locator('audio').count()).toBe(0);
});

it('a shared tab gives its picture and its sound, unprocessed', async () => {
  await using opened = await SourcePage.open('e2e/browser/capture.page.ts', [
    '--auto-select-tab-capture-source-by-title=Other',
  ]);
  const other = await opened.page.context().newPage();
  await other.setContent('<title>Other</title>A tab');
  await opened.page.bringToFront();
  const seen = await opened.page.evaluate(async () => {
    const shared = await page.captureScreen();
    if (!shared || 'fault' in shared) return { able: page.canShareScreen(), shared };
    const { echoCancellation, noiseSuppression, autoGainControl } = shared.tone?.getSettings() ?? {};
    return {
      surface: shared.picture.getSettings().displaySurface,
      hint: shared.picture.contentHint,
      sound: { echoCancellation, noiseSuppression, autoGainControl },
    };
  });
  expect(seen).toEqual({
    surface: 'browser',
    hint: 'detail',
    sound: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
  });
});

it('a closed choice of what to share is no fault', async () => {
  await using opened = await SourcePage.open('e2e/browser/capture.page.ts', [
    '--auto-reject-this-tab-capture',
    '--use-fake-ui-for-media-stream=deny',
  ]);
  expect(await opened.page.evaluate(async () => (await page.captureScreen()) ?? 'nothing')).toBe('nothing');
});
