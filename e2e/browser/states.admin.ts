import type { Page } from 'playwright-core';
import { settled, type Visit } from './states.visit.ts';

/** Opens an address of the admin area, and waits for what it shows. */
async function open(page: Page, path: string): Promise<void> {
  await page.goto(new URL(path, page.url()).href);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await settled(page);
}

/** @returns the ends of the addresses of all pages of the admin area that this person may open, in their order */
export async function adminPageNames(page: Page): Promise<string[]> {
  await page.goto(new URL('/admin', page.url()).href);
  const links = page.locator('nav a[href*="/admin/"]');
  await links.first().waitFor();
  return await links.evaluateAll((all) =>
    all.map((link) => link.getAttribute('href')?.split('/').at(-1) ?? ''),
  );
}

/** As high as the page is, so that one picture has all of it. */
async function fit(page: Page): Promise<() => Promise<void>> {
  const size = page.viewportSize() ?? { width: 1440, height: 900 };
  const height = await page.getByRole('main').evaluate((main) => main.scrollHeight);
  await page.setViewportSize({ ...size, height: Math.min(4000, Math.max(size.height, height)) });
  return () => page.setViewportSize(size);
}

/** Visits the admin area: its list, where that is a page of its own, and each of its pages; then again from right to left. */
export async function visitAdmin(page: Page, visit: Visit, narrow: boolean): Promise<void> {
  const names = await adminPageNames(page);
  // The question about the new device would be on every picture.
  await settled(page);
  const known = page.getByRole('button', { name: 'It was me' });
  if (await known.isVisible()) await known.click();
  for (const language of ['en', 'ar']) {
    const end = language === 'en' ? '' : `-${language}`;
    await page.evaluate((chosen) => localStorage.setItem('parley.language', chosen), language);
    if (narrow) {
      await open(page, '/admin');
      await visit(`admin${end}`);
    }
    for (const name of names) {
      await open(page, `/admin/${name}`);
      const restore = await fit(page);
      await visit(`admin-${name}${end}`);
      await restore();
    }
  }
  await page.evaluate(() => localStorage.removeItem('parley.language'));
  await page.goto(new URL('/', page.url()).href);
  await page.locator('#sidebar, #composer').first().waitFor();
}
