import type { Page } from 'playwright-core';
import type { Stage, Visitor } from './stage.ts';

type Shoot = (page: Page, name: string) => Promise<void>;
type Options = NonNullable<Parameters<Stage['register']>[1]>;

/** Runs in the page before it loads: what is shared is a page of text, drawn anew all the time. */
function shareText(): void {
  navigator.mediaDevices.getDisplayMedia = () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 1280, height: 800 });
    const drawing = canvas.getContext('2d');
    setInterval(() => {
      if (!drawing) return;
      drawing.fillStyle = '#fff';
      drawing.fillRect(0, 0, 1280, 800);
      drawing.fillStyle = '#18735a';
      drawing.fillRect(80, 90, 520, 40);
      drawing.fillStyle = '#8f8d86';
      for (let line = 0; line < 12; line++)
        drawing.fillRect(80, 190 + line * 44, 1100 - (line % 4) * 130, 16);
    }, 100);
    return Promise.resolve(canvas.captureStream(10));
  };
}

/** Runs in the page before it loads: microphone and camera are blocked. */
function blockDevices(): void {
  navigator.mediaDevices.getUserMedia = () =>
    Promise.reject(new DOMException('Permission denied', 'NotAllowedError'));
}

const joinBar = (page: Page) =>
  page.getByRole('region', { name: 'Call in progress' }).getByRole('button', { name: 'Join call' });
const inCall = (page: Page) => page.getByRole('region', { name: /^Call: / });

/** Waits until this many pictures are drawn. */
const pictures = (page: Page, count: number) =>
  page.waitForFunction(
    (least) =>
      [...document.querySelectorAll('video')].filter(({ videoWidth }) => videoWidth > 0).length >= least,
    count,
  );

async function openGeneral(page: Page): Promise<void> {
  const row = page.getByRole('navigation').getByRole('link', { name: /General/ });
  if (await row.isVisible()) await row.click();
  await page.getByRole('heading', { name: 'General', level: 1 }).waitFor();
}

async function join({ page }: Visitor, camera: boolean): Promise<void> {
  await joinBar(page).click();
  const there = inCall(page).getByRole('button', { name: 'Join call' });
  await there.waitFor();
  if (camera) await page.getByRole('button', { name: 'Turn on camera' }).click();
  await there.click();
  await inCall(page).getByRole('button', { name: 'Leave call' }).waitFor();
}

/** A call of four in a room: the grid, a shared screen, picture-in-picture, and who has no devices. */
export async function visitCrowd(stage: Stage, options: Options, shoot: Shoot): Promise<void> {
  const seen = options;
  const unseen = { width: 640, height: 400 };
  const jo = await stage.register('Jo Rivera', seen);
  const others: Visitor[] = [];
  for (const name of ['Ana López', 'Bo Lindqvist', 'Cy Okafor'])
    others.push(await stage.register(name, unseen));
  const [ana, bo, cy] = others as [Visitor, Visitor, Visitor];
  await ana.page.addInitScript(shareText);
  await ana.page.reload();
  await cy.page.addInitScript(blockDevices);
  await cy.page.reload();
  for (const { page } of [jo, ana, bo, cy]) await openGeneral(page);
  await jo.page.getByRole('button', { name: 'Start a call' }).click();
  await jo.page.getByRole('button', { name: 'Turn on camera' }).click();
  await jo.page.getByRole('button', { name: 'Start call' }).click();
  await join(ana, true);
  await join(bo, true);
  await cy.page.setViewportSize({ width: options.width ?? 1440, height: options.height ?? 900 });
  await cy.page.emulateMedia({ colorScheme: options.dark ? 'dark' : 'light' });
  await joinBar(cy.page).click();
  await cy.page.getByText(/^Your microphone is blocked/).waitFor();
  await shoot(cy.page, 'call-denied-preview');
  await inCall(cy.page).getByRole('button', { name: 'Join call' }).click();
  await inCall(cy.page).getByRole('button', { name: 'Turn on camera' }).click();
  await cy.page.getByText(/^Your camera is blocked/).waitFor();
  await pictures(jo.page, 3);
  await bo.page.keyboard.press('Control+Shift+K');
  await shoot(jo.page, 'call-four');
  await pictures(cy.page, 3);
  await shoot(cy.page, 'call-denied');
  await ana.page.keyboard.press('Control+Shift+E');
  await inCall(jo.page)
    .getByRole('group', { name: /Screen of Ana/ })
    .waitFor();
  await pictures(jo.page, 4);
  await shoot(jo.page, 'call-screen');
  if ((options.width ?? 1440) > 820) {
    const opened = jo.context.waitForEvent('page');
    await jo.page.keyboard.press('Control+Shift+P');
    const pip = await opened;
    // As Chromium opens it, whatever the size of the page.
    await pip.setViewportSize({ width: 320, height: 264 });
    await pictures(pip, 1);
    await shoot(pip, 'call-pip');
    await shoot(jo.page, 'call-pip-page');
  }
  for (const { context } of [jo, ...others]) await context.close();
}
