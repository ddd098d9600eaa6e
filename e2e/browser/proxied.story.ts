import { describe, expect, it } from 'vitest';
import { CarelessProxy, type ProxyOptions } from './proxy.ts';
import { message, say, Stage } from './stage.ts';

describe('behind a careless proxy', () => {
  it('that lets no WebSocket through people talk by long polling, and are told what would help', async () => {
    await using stage = await Stage.open();
    await using proxy = await CarelessProxy.start({ upstream: () => stage.port, refusesUpgrades: true });
    const jo = await stage.register('Jo', { at: proxy.url });
    const ana = await stage.register('Ana');
    await say(jo.page, 'by long polling');
    await message(ana.page, 'by long polling').waitFor();
    await say(ana.page, 'by WebSocket');
    await message(jo.page, 'by WebSocket').waitFor();

    const line = jo.page.getByText('Connected without a WebSocket');
    await line.waitFor();
    await jo.page.getByRole('button', { name: 'Details', exact: true }).click();
    const dialog = jo.page.getByRole('dialog', { name: 'Connection' });
    await dialog.getByText('by long polling').waitFor();
    await dialog.getByText('Upgrade and Connection').waitFor();
    await dialog.getByText('127.0.0.1').waitFor();
    await jo.page.keyboard.press('Escape');
    await jo.page.getByRole('button', { name: 'Hide', exact: true }).click();
    await line.waitFor({ state: 'hidden' });
    expect(await ana.page.getByText('Connected without a WebSocket').count()).toBe(0);
  });

  it('without a network, without a server, and with another Host, each is said by its name', async () => {
    await using stage = await Stage.open();
    const careless: ProxyOptions = { upstream: () => stage.port };
    await using proxy = await CarelessProxy.start(careless);
    const { page, context } = await stage.register('Jo', { at: proxy.url });
    await say(page, 'connected');
    await message(page, 'connected').getByLabel('Sent', { exact: true }).waitFor();
    // What is loaded after the first room is there.
    await page.getByText('Getting started').waitFor();
    await page.waitForLoadState('networkidle');
    const details = page.getByRole('button', { name: 'Details', exact: true });
    const dialog = page.getByRole('dialog', { name: 'Connection' });

    await context.setOffline(true);
    proxy.cut();
    await details.click();
    await dialog.getByText('This device has no network.').waitFor();
    await context.setOffline(false);
    await dialog.getByText('Connected by WebSocket.').waitFor();
    await page.keyboard.press('Escape');

    await stage.kill();
    await details.click();
    await dialog.getByText('A proxy answers in place of Parley (status 502).').waitFor();
    careless.host = 'inside:3000';
    await stage.start();
    await expect
      .poll(async () => {
        await dialog.getByRole('button', { name: 'Try again' }).click();
        return await dialog.getByText('Origin is not Host').count();
      })
      .toBe(1);
    await dialog.getByText('127.0.0.1', { exact: false }).first().waitFor();
  });

  it.each([
    { status: 413, says: /rejected this file as too large \(0\.1 MB, status 413\)/ },
    { status: 403, says: /rejected this \(status 403\)/ },
  ])('a file it answers with $status to is said so once, and holds up nothing', async ({ status, says }) => {
    await using stage = await Stage.open();
    let requested = 0;
    await using proxy = await CarelessProxy.start({
      upstream: () => stage.port,
      answers: ({ method, url }) => {
        if (method !== 'POST' || url?.endsWith('/files') !== true) return undefined;
        requested++;
        return requested === 1 ? status : undefined;
      },
    });
    const jo = await stage.register('Jo', { at: proxy.url });
    const ana = await stage.register('Ana');
    const attach = async (name: string): Promise<void> => {
      const file = { name, mimeType: 'text/plain', buffer: Buffer.alloc(60_000, 'x') };
      await jo.page.locator('#attach').setInputFiles(file);
      await say(jo.page, `about ${name}`);
    };
    await attach('large.txt');
    await attach('next.txt');
    await say(jo.page, 'words behind it');
    await message(ana.page, 'words behind it').waitFor();
    await message(ana.page, 'about next.txt').getByText('next.txt', { exact: true }).waitFor();
    await message(jo.page, 'about large.txt').getByText(says).waitFor();
    expect(await jo.page.getByText(says).count()).toBe(1);
    // No automatic retry; by hand it is possible.
    expect(requested).toBe(2);
    await message(jo.page, 'about large.txt').getByRole('button', { name: 'Retry' }).click();
    await message(ana.page, 'about large.txt').getByText('large.txt', { exact: true }).waitFor();
    expect(requested).toBe(3);
  });
});
