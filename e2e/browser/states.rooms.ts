import sharp from 'sharp';
import type { Page } from 'playwright-core';
import { message } from './stage.ts';
import { openRoom, settled, type Visit } from './states.visit.ts';

export async function visitMessages(page: Page, visit: Visit, narrow: boolean): Promise<void> {
  await openRoom(page, /^launch-week/);
  await visit('room');
  if (!narrow) {
    await message(page, '').hover();
    await settled(page);
    await visit('room-hover');
    await message(page, '').getByRole('button', { name: 'More actions' }).click();
    await settled(page);
    await visit('message-menu');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Emoji', exact: true }).click();
    await page.getByRole('dialog').waitFor();
    await settled(page);
    await visit('emoji-picker');
    await page.keyboard.press('Escape');
  }
  await page
    .locator('#timeline')
    .evaluate((element) => element.scrollTo({ top: element.scrollHeight - 3000 }));
  await settled(page);
  await visit('room-scrolled-up');
}

export async function visitComposing(page: Page, visit: Visit): Promise<void> {
  await openRoom(page, /^Ana Lindqvist/);
  await page.locator('#composer').fill('Thanks, @el');
  await page.locator('#composer').press('End');
  await settled(page);
  await visit('direct-mention-list');
  await page.locator('#composer').fill('/');
  await settled(page);
  await visit('commands');
  await page.locator('#composer').fill('x'.repeat(8010));
  await settled(page);
  await visit('too-long');
  await page.locator('#composer').fill('');
  await page.locator('#composer').press('Shift+ArrowUp');
  await settled(page);
  await visit('reply');
  await page.keyboard.press('Escape');
  await page.context().setOffline(true);
  await page.locator('#composer').fill('Written without a connection.');
  await page.locator('#composer').press('Control+Enter');
  await page.waitForTimeout(3600);
  await visit('offline');
  await page.context().setOffline(false);
  await page.getByText('No connection').waitFor({ state: 'hidden' });
}

const picture = (hue: number): Promise<Buffer> =>
  sharp({
    create: { width: 900, height: 560, channels: 3, background: { r: 40 + hue, g: 120, b: 200 - hue } },
  })
    .jpeg()
    .toBuffer();

export async function visitFiles(page: Page, visit: Visit): Promise<void> {
  await openRoom(page, /^design/);
  await page.locator('#attach').setInputFiles([
    { name: 'Poster, second draft.jpg', mimeType: 'image/jpeg', buffer: await picture(0) },
    { name: 'Poster, third draft.jpg', mimeType: 'image/jpeg', buffer: await picture(90) },
  ]);
  await page.locator('#composer').fill('Which one?');
  await settled(page);
  await visit('two-uploads');
  await page.locator('#composer').press('Control+Enter');
  await page.locator('[data-message]:not([data-pending]) img').first().waitFor();
  await page.locator('#attach').setInputFiles([
    { name: 'Room.jpg', mimeType: 'image/jpeg', buffer: await picture(60) },
    {
      name: 'Notes on the margin, with a name that is far too long for its card.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('Wider at the top.'),
    },
  ]);
  await page.locator('#composer').press('Control+Enter');
  await page
    .getByRole('link', { name: /^Download Notes/ })
    .last()
    .waitFor();
  await settled(page);
  await visit('files');
  await page.getByRole('button', { name: 'Open picture Poster, second draft.jpg' }).last().click();
  await settled(page);
  await visit('picture');
  await page.keyboard.press('Escape');
}
