import { describe, expect, it } from 'vitest';
import { message, say, seriousFindings, Stage } from './stage.ts';

describe('searching', () => {
  it('finds what was said, marks it, leads to its place, and is an address one can share', async () => {
    await using stage = await Stage.open({ RATE_LIMITS: 'false' });
    const jo = await stage.register('Jo');
    const ana = await stage.register('Ana');
    await say(jo.page, 'The Crème brûlée recipe is in the wiki');
    for (let i = 1; i <= 40; i++) await say(jo.page, `line ${i}\nand more of it\nand more`);
    await message(jo.page, 'line 40').waitFor();
    await ana.page.keyboard.press('Control+Shift+F');
    const panel = ana.page.getByRole('complementary', { name: 'Search' });
    await panel.getByRole('button', { name: /from:me/ }).waitFor();
    expect(await seriousFindings(ana.page)).toEqual([]);
    await panel.getByRole('searchbox').fill('creme brul');
    const hit = panel.getByRole('link', { name: /recipe/ });
    await hit.waitFor();
    expect(await hit.locator('mark').allTextContents()).toEqual(['Crème', 'brûlée']);
    expect(await seriousFindings(ana.page)).toEqual([]);
    expect(ana.page.url()).toContain('q=creme+brul');
    await hit.click();
    await ana.page.locator('[data-seq="2"]').waitFor();
    await expect
      .poll(() =>
        ana.page
          .locator('[data-seq="2"]')
          .evaluate(
            (row) => row.getBoundingClientRect().top > 56 && row.getBoundingClientRect().bottom < innerHeight,
          ),
      )
      .toBe(true);
    await panel.getByText('Crème').waitFor();
    await ana.page.reload();
    await panel.getByRole('link', { name: /recipe/ }).waitFor();

    await panel.getByRole('searchbox').fill('more');
    await panel.getByRole('button', { name: 'Show more' }).click();
    await expect
      .poll(() => panel.getByRole('list', { name: 'Found messages' }).getByRole('listitem').count())
      .toBe(40);
    await panel.getByRole('searchbox').fill('wxyz has:money');
    await panel.getByRole('heading', { name: 'Nothing found' }).waitFor();
    await panel.getByText('Not understood:').waitFor();
    expect(await seriousFindings(ana.page)).toEqual([]);
    await ana.page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    await ana.page.keyboard.press('Control+k');
    await ana.page.getByRole('combobox').fill('? line 7');
    await ana.page.keyboard.press('Enter');
    await panel.getByRole('link', { name: /line 7/ }).waitFor();
    expect(ana.complaints).toEqual([]);
  });
});
