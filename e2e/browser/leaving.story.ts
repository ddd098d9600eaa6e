import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { message, pressSignOut, say, signIn, Stage } from './stage.ts';

/** The number of rooms, messages and marks in all of this browser's databases. */
const stored = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    let entries = 0;
    for (const { name = '' } of await indexedDB.databases()) {
      const opening = indexedDB.open(name);
      await new Promise((resolve) => (opening.onsuccess = resolve));
      const stores = ['timelines', 'values'];
      for (const store of stores) {
        const counting = opening.result.transaction(store).objectStore(store).count();
        await new Promise((resolve) => (counting.onsuccess = resolve));
        entries += counting.result;
      }
      opening.result.close();
    }
    return entries;
  });

describe('leaving', () => {
  it('leaves nothing of one person to the next at the same computer: no file, no draft, no mark, no message', async () => {
    await using stage = await Stage.open();
    const bo = await stage.register('Bo');
    const { page, complaints } = await stage.register('Jo');
    // Bo is offline while this is sent, and Jo reads it.
    await bo.page.close();
    for (const text of ['one', 'two', 'three']) {
      await say(page, text);
      await message(page, text).getByLabel('Sent', { exact: true }).waitFor();
    }
    await page.locator('#attach').setInputFiles({
      name: 'salaries.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('not for Bo'),
    });
    await page.getByRole('list', { name: 'Attached files' }).getByText('salaries.txt').waitFor();
    await page.locator('#composer').fill('half a thought of Jo');
    await expect.poll(() => stored(page)).toBeGreaterThan(0);
    await pressSignOut(page);
    const requested = page.getByRole('dialog', { name: 'Sign out and delete what is not sent?' });
    await requested.getByText('1 draft').waitFor();
    await requested.getByRole('button', { name: 'Sign out and delete' }).click();
    await page.getByLabel('User name or e-mail').waitFor();
    await expect.poll(() => stored(page)).toBe(0);

    await signIn(page, 'bo');
    await message(page, 'three').waitFor();
    expect(await page.locator('#composer').inputValue()).toBe('');
    expect(await page.getByText('salaries.txt').count()).toBe(0);
    await page.getByRole('separator', { name: 'New messages' }).waitFor();
    expect(complaints).toEqual([]);
  });
});
