import { expect, it } from 'vitest';
import { message, say, Stage } from './stage.ts';

it('a page that outlives an update on plain HTTP reloads by itself, and loses neither text nor attached file', async () => {
  await using stage = await Stage.open();
  const { page } = await stage.register('Jo', { home: true });
  await page.getByText('Getting started').waitFor();
  await page.waitForLoadState('networkidle');
  const file = { name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from('the plan') };
  await page.locator('#attach').setInputFiles(file);
  await page.getByRole('list', { name: 'Attached files' }).getByText('plan.txt').waitFor();
  // The server of the next version: its page has other chunks, and the old ones are gone.
  await page.route('**/assets/*.js', (route) => route.fulfill({ status: 404, body: '' }));
  await page.route(`${stage.homeUrl}/`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<script src="/assets/next.js"></script>' }),
  );
  await page.keyboard.press('Control+,');
  await page.getByText('A new version is here').waitFor({ state: 'attached' });
  await page.getByText('Send or remove your attached files first').waitFor({ state: 'attached' });
  await page.unrouteAll();
  await page.evaluate(() => Object.assign(window, { isOldPage: true }));

  const isOldPage = (): Promise<boolean> => page.evaluate(() => 'isOldPage' in window).catch(() => true);
  await say(page, 'here it is');
  await page.locator('#composer').fill('half a thought');
  await expect.poll(isOldPage).toBe(false);
  await message(page, 'here it is').getByText('plan.txt', { exact: true }).waitFor();
  await expect.poll(() => page.locator('#composer').inputValue()).toBe('half a thought');
});
