import type { Page } from 'playwright-core';
import { settled, type Visit } from './states.visit.ts';

/** Every page of the admin area, by its address. */
const pages = [
  'overview',
  'general',
  'roles',
  'moderation',
  'export',
  'people',
  'rooms',
  'invitations',
  'security',
  'rate-limits',
  'audit',
  'mail',
  'storage',
  'integrations',
  'calls',
  'jobs',
];

/** Visits the admin area: its list, where that is a page of its own, and each of its pages. */
export async function visitAdmin(page: Page, visit: Visit, narrow: boolean): Promise<void> {
  const open = async (path: string): Promise<void> => {
    await page.goto(new URL(path, page.url()).href);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await settled(page);
  };
  if (narrow) {
    await open('/admin');
    await visit('admin');
  }
  for (const name of pages) {
    await open(`/admin/${name}`);
    await visit(`admin-${name}`);
    if (name !== 'overview' && name !== 'rooms' && name !== 'jobs') continue;
    // What is below the first window.
    await page.getByRole('main').evaluate((main) => main.scrollTo(0, main.scrollHeight / 2));
    await visit(`admin-${name}-below`);
  }
  await page.evaluate(() => localStorage.setItem('parley.language', 'ar'));
  await open('/admin/overview');
  await visit('admin-overview-ar');
  await page.evaluate(() => localStorage.removeItem('parley.language'));
  await page.goto(new URL('/', page.url()).href);
  await page.locator('#sidebar, #composer').first().waitFor();
}
