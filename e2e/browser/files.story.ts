import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { actOn, message, say, seriousFindings, Stage } from './stage.ts';

const picture = (r: number, width = 900, height = 600): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: { r, g: 90, b: 120 } } })
    .png()
    .toBuffer();

const attach = (page: Page, ...files: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> =>
  page.locator('#attach').setInputFiles(files);

/** Drops or pastes a file as a browser does. */
async function give(page: Page, how: 'drop' | 'paste', name: string, content: string): Promise<void> {
  await page.locator('#composer').evaluate(
    (box, data) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([data.content], data.name, { type: 'text/plain' }));
      const init = { bubbles: true, cancelable: true };
      if (data.how === 'paste')
        box.dispatchEvent(new ClipboardEvent('paste', { ...init, clipboardData: transfer }));
      else
        for (const type of ['dragenter', 'dragover', 'drop'])
          box.dispatchEvent(new DragEvent(type, { ...init, dataTransfer: transfer }));
    },
    { how, name, content },
  );
}

describe('files', () => {
  it('go by button, drop and paste with a caption, and are looked at, leafed through and saved by the other', async () => {
    await using stage = await Stage.open();
    const jo = await stage.register('Jo');
    const ana = await stage.register('Ana');
    await attach(
      jo.page,
      { name: 'first.png', mimeType: 'image/png', buffer: await picture(200) },
      { name: 'second.png', mimeType: 'image/png', buffer: await picture(20) },
    );
    await give(jo.page, 'drop', '概要 notes.txt', 'line one\nline two');
    await give(jo.page, 'paste', 'unwanted.txt', 'x');
    const tray = jo.page.getByRole('list', { name: 'Attached files' });
    await expect.poll(() => tray.getByRole('listitem').count()).toBe(4);
    expect(await seriousFindings(jo.page)).toEqual([]);
    await tray.getByRole('button', { name: 'Remove unwanted.txt' }).click();
    await say(jo.page, 'Have a look');
    await tray.waitFor({ state: 'detached' });
    const received = message(ana.page, 'Have a look');
    await received.getByRole('button', { name: 'Open picture first.png' }).waitFor();
    await expect
      .poll(() =>
        received
          .locator('img')
          .evaluateAll((all) => all.every((image) => (image as HTMLImageElement).naturalWidth > 0)),
      )
      .toBe(true);
    expect(await seriousFindings(ana.page)).toEqual([]);

    await received.getByRole('button', { name: 'Open picture first.png' }).click();
    const large = ana.page.getByRole('dialog', { name: 'first.png' });
    await large.getByRole('img', { name: 'first.png' }).waitFor();
    expect(await seriousFindings(ana.page)).toEqual([]);
    await ana.page.keyboard.press('ArrowRight');
    await ana.page.getByRole('dialog', { name: 'second.png' }).getByText('2 of 2').waitFor();
    await ana.page.keyboard.press('Escape');

    await received.getByRole('button', { name: 'Preview 概要 notes.txt' }).click();
    await ana.page.getByRole('dialog').getByText('line two').waitFor();
    expect(await seriousFindings(ana.page)).toEqual([]);
    await ana.page.keyboard.press('Escape');
    const pdf = Buffer.from(
      await jo.page
        .pdf({ width: '400px', height: '500px', printBackground: false })
        .catch(() => Buffer.alloc(0)),
    );
    expect(pdf.length).toBeGreaterThan(1000);
    await attach(jo.page, { name: 'plan.pdf', mimeType: 'application/pdf', buffer: pdf });
    await say(jo.page, 'And the plan');
    await message(ana.page, 'And the plan').getByRole('button', { name: 'Preview plan.pdf' }).click();
    const pages = ana.page.getByRole('dialog', { name: 'plan.pdf' });
    await pages
      .getByRole('status')
      .getByText(/^1 of \d+$/)
      .waitFor();
    await pages.getByRole('img', { name: /^Page 1: .*\w/ }).waitFor();
    expect(
      await pages.locator('canvas').evaluate((element) => {
        const canvas = element as HTMLCanvasElement;
        const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {
          data: [],
        };
        return data.some((value) => value !== 255);
      }),
    ).toBe(true);
    expect(await seriousFindings(ana.page)).toEqual([]);
    await ana.page.keyboard.press('Escape');

    const saving = ana.page.waitForEvent('download');
    await received.getByRole('link', { name: 'Download 概要 notes.txt' }).click();
    const download = await saving;
    expect(download.suggestedFilename()).toBe('概要 notes.txt');
    expect(await readFile(await download.path(), 'utf8')).toBe('line one\nline two');

    await actOn(jo.page, 'Have a look', 'More actions', 'Delete');
    await jo.page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await received.waitFor({ state: 'detached' });
    await ana.page.getByText('This message was deleted.').waitFor();
    expect([...jo.complaints, ...ana.complaints]).toEqual([]);
  });

  it('wait in the outbox like words: written offline, kept over a reload, sent once', async () => {
    await using stage = await Stage.open();
    const jo = await stage.register('Jo');
    const ana = await stage.register('Ana');
    await jo.context.setOffline(true);
    await attach(jo.page, { name: 'offline.png', mimeType: 'image/png', buffer: await picture(99) });
    await say(jo.page, 'From the tunnel');
    await message(jo.page, 'From the tunnel').getByRole('progressbar').waitFor();
    // Offline a page cannot be reloaded: back online, but before the file is sent.
    await jo.context.route('**/files', (route) => route.abort());
    await jo.context.setOffline(false);
    await jo.page.reload();
    await message(jo.page, 'From the tunnel').getByText('offline.png').waitFor();
    expect(await ana.page.getByText('From the tunnel').count()).toBe(0);
    await jo.context.unroute('**/files');
    await message(ana.page, 'From the tunnel')
      .getByRole('button', { name: 'Open picture offline.png' })
      .waitFor();
    await message(jo.page, 'From the tunnel').getByRole('progressbar').waitFor({ state: 'detached' });
    expect(await ana.page.locator('[data-message]').filter({ hasText: 'From the tunnel' }).count()).toBe(1);
  });

  it('show how far they are, hold up no words, can be cancelled, and say why they are refused', async () => {
    await using stage = await Stage.open({ FILE_MAX_MB: '1' });
    const { page, context } = await stage.register('Jo');
    const large = Buffer.alloc(900_000, 'x');
    const slow = await context.newCDPSession(page);
    await slow.send('Network.enable');
    await slow.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: 60_000,
    });
    await attach(page, { name: 'slow.txt', mimeType: 'text/plain', buffer: large });
    await say(page, 'A large one');
    const bar = message(page, 'A large one').getByRole('progressbar');
    await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(0);
    await say(page, 'words behind it');
    await page.locator('[data-message]:not([data-pending])').filter({ hasText: 'words behind it' }).waitFor();
    await message(page, 'A large one').getByRole('button', { name: 'Cancel sending' }).click();
    await message(page, 'A large one').waitFor({ state: 'detached' });
    await slow.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: -1,
    });
    await attach(page, { name: 'huge.bin', mimeType: '', buffer: Buffer.alloc(1_200_000) });
    await say(page, 'Too large');
    await message(page, 'Too large').getByText('A file may have at most 1 MB.').waitFor();
    await message(page, 'Too large').getByRole('button', { name: 'Discard' }).click();
    await attach(page, {
      name: 'half.png',
      mimeType: 'image/png',
      buffer: (await picture(1)).subarray(0, 900),
    });
    await page.locator('#composer').press('Enter');
    // What cannot be decoded is not refused: it is a file to download.
    const stored = page.locator('[data-message]:not([data-pending])').filter({ hasText: 'half.png' });
    await stored.getByText('Original file, may include its location').waitFor();
    await attach(page, { name: 'huge.bin', mimeType: '', buffer: Buffer.alloc(1_200_000) });
    await page.locator('#composer').press('Enter');
    await page.getByText(/Not sent\..*at most 1 MB/).waitFor();
    await page.reload();
    await page.getByText('words behind it').waitFor();
    expect(await page.getByText('A large one').count()).toBe(0);
    await page.getByText(/Not sent\..*at most 1 MB/).waitFor();
  });
});
