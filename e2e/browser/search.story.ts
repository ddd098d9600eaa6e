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
      .poll(() => panel.getByRole('list', { name: 'Search results' }).getByRole('listitem').count())
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

  it('marks what was found as it is written, hides what is hidden, and tells how it understood', async () => {
    await using stage = await Stage.open({ RATE_LIMITS: 'false' });
    const jo = await stage.register('Jo');
    const ana = await stage.register('Ana');
    const said = [
      'we write C++ here, not C',
      'vitamin c plus',
      'run npm install --save today',
      'save the install',
      'the ||secret ending|| is good',
      'party 🎉 tonight',
      'यह हिंदी है',
      'สวัสดีตอนเช้า',
      'ls -la shows it',
      'the flaky deploy',
      'the quick deploy',
    ];
    for (const text of said) await say(jo.page, text);
    await message(jo.page, 'the quick deploy').waitFor();
    await ana.page.keyboard.press('Control+Shift+F');
    const panel = ana.page.getByRole('complementary', { name: 'Search' });
    const hits = panel.getByRole('list', { name: 'Search results' }).getByRole('listitem');
    const find = async (q: string, count: number): Promise<void> => {
      await panel.getByRole('searchbox').fill(q);
      await expect.poll(() => new URL(ana.page.url()).searchParams.get('q')).toBe(q);
      await expect.poll(() => hits.count()).toBe(count);
    };
    /** The hits of the previous search stay until the new ones are loaded: so this waits for the marks, too. */
    const findMarked = async (q: string, marks: string[]): Promise<void> => {
      await find(q, 1);
      await expect.poll(() => hits.locator('mark').allTextContents()).toEqual(marks);
    };
    await findMarked('C++', ['C++']);
    await findMarked('npm install --save', ['npm', 'install', '--save']);
    await findMarked('🎉', ['🎉']);
    await findMarked('हिंदी', ['हिंदी']);
    await findMarked('ตอนเช้า', ['ตอนเช้า']);
    // A spoiler is found, and neither shown nor marked.
    await findMarked('secret', []);
    await expect.poll(() => hits.first().innerText()).toContain('is good');
    expect(await hits.first().innerText()).not.toContain('secret');

    await findMarked('ls -la', ['ls', '-la']);
    await panel.getByText('-la is searched as written').waitFor();
    await find('deploy -flaky', 1);
    await panel.getByText('Without “flaky”').waitFor();
    await find('form:jo deploy', 0);
    await panel.getByText('“form:jo” is not a filter').waitFor();
    expect(await seriousFindings(ana.page)).toEqual([]);
    await panel.getByRole('button', { name: 'Did you mean from:jo?' }).click();
    await expect.poll(() => hits.count()).toBe(2);
    expect(await panel.getByRole('searchbox').inputValue()).toBe('from:jo deploy');
    await find('deploy From:"Jo"', 2);
    await find('deploy from:nobody', 0);
    await panel.getByText('from: takes a user name').waitFor();
    await find('has:foo', 0);
    await panel.getByText('has: takes file').waitFor();
    await find('&&', 0);
    await panel.getByText('Punctuation alone').waitFor();
    expect(ana.complaints).toEqual([]);
  });
});
