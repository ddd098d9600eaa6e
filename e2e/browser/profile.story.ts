import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { message, say, seriousFindings, Stage } from './stage.ts';

describe('who one is', () => {
  it('a picture, a status with an end, and the first steps that lead there', async () => {
    await using stage = await Stage.open();
    const jo = await stage.register('Jo');
    const ana = await stage.register('Ana');
    await say(jo.page, 'look at me');
    await message(ana.page, 'look at me').waitFor();
    const steps = jo.page.getByRole('region', { name: 'Getting started' });
    await steps.getByRole('button', { name: 'Invite people' }).getByLabel('done').waitFor();
    await steps.getByRole('button', { name: 'Add your picture' }).click();
    const chosen = jo.page.waitForEvent('filechooser');
    await jo.page.getByRole('button', { name: 'Change picture' }).click();
    const bytes = await sharp({ create: { width: 600, height: 400, channels: 3, background: '#8844cc' } })
      .png()
      .toBuffer();
    await (await chosen).setFiles({ name: 'me.png', mimeType: 'image/png', buffer: bytes });
    await message(ana.page, 'look at me').locator('img[src*="/files/people/"]').waitFor();
    // Not only requested, but loaded.
    await expect
      .poll(() =>
        message(ana.page, 'look at me')
          .locator('img')
          .first()
          .evaluate((image: HTMLImageElement) => image.naturalWidth),
      )
      .toBe(256);
    await jo.page.getByLabel('Status', { exact: true }).fill('at lunch');
    await jo.page.getByLabel('Clear after').selectOption('60');
    await jo.page.getByRole('button', { name: 'Save', exact: true }).click();
    await jo.page.locator('#sidebar').getByText('at lunch').waitFor();
    expect(await seriousFindings(jo.page)).toEqual([]);
    await jo.page.getByRole('button', { name: 'Remove picture' }).click();
    await message(ana.page, 'look at me').locator('img').waitFor({ state: 'detached' });
    await jo.page.keyboard.press('Escape');
    await steps.getByRole('button', { name: 'Hide first steps' }).click();
    await steps.waitFor({ state: 'detached' });
    await jo.page.reload();
    await jo.page.locator('#composer').waitFor();
    expect(await steps.count()).toBe(0);
    expect([...jo.complaints, ...ana.complaints]).toEqual([]);
  });
});
