import { expect, it } from 'vitest';
import { seriousFindings } from './stage.ts';
import { adminPageNames } from './states.admin.ts';
import { openDemo, signIn } from './states.ts';

/** What is wider than the page, except what scrolls by itself. */
const overflow = `(() => {
  const root = document.documentElement;
  const main = document.querySelector('main') ?? root;
  return [root, main]
    .filter((element) => element.scrollWidth > element.clientWidth)
    .map((element) => element.tagName + ' is ' + element.scrollWidth + ' wide');
})()`;

const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

it('every page of the admin area is usable at 390 px: in light, dark and Arabic', async () => {
  await using demo = await openDemo();
  const { page, complaints } = await demo.visitor({ width: 390, height: 844, touch: true });
  await signIn(page, demo.url);
  const found: Record<string, string[]> = {};
  const note = (where: string, faults: string[]): void => {
    if (faults.length > 0) found[where] = faults;
  };
  const open = async (name: string): Promise<void> => {
    await page.goto(new URL(`/admin/${name}`, demo.url).href);
    await page.locator('main h1').waitFor();
    // What stands for what is loading.
    await page.locator('main div[aria-hidden="true"] > .flex.gap-3').first().waitFor({ state: 'detached' });
  };
  const names = await adminPageNames(page);
  expect(names.length).toBeGreaterThan(18);
  for (const name of names) {
    await open(name);
    note(`${name}, light`, [...(await page.evaluate<string[]>(overflow)), ...(await seriousFindings(page))]);
    // Without the transition of colours, which would be measured half-way.
    await page.evaluate(`{
      const still = new CSSStyleSheet();
      still.replaceSync('* { transition: none !important }');
      document.adoptedStyleSheets = [still];
      document.documentElement.dataset.theme = 'dark';
    }`);
    note(`${name}, dark`, await seriousFindings(page, COLOUR_RULES));
  }
  await page.evaluate(() => localStorage.setItem('parley.language', 'ar'));
  for (const name of names) {
    await open(name);
    expect(await page.evaluate(() => document.documentElement.dir)).toBe('rtl');
    note(`${name}, Arabic`, await page.evaluate<string[]>(overflow));
  }
  expect(found).toEqual({});
  expect(complaints).toEqual([]);
}, 600_000);
