import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { message, say, seriousFindings, Stage } from './stage.ts';

/** Sends these texts in order through the API, as the page's person, to the room on screen. */
async function post(page: Page, ...texts: string[]): Promise<void> {
  await page.evaluate(async (all) => {
    const granted = (await (await fetch('/api/v1/auth/refresh', { method: 'POST' })).json()) as {
      accessToken: string;
    };
    const headers = { authorization: `Bearer ${granted.accessToken}`, 'content-type': 'application/json' };
    const roomId = /rooms\/([0-9a-f]+)/.exec(location.pathname)?.[1] ?? '';
    for (const text of all) {
      const answer = await fetch(`/api/v1/rooms/${roomId}/messages`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ text }),
      });
      if (!answer.ok) throw new Error(await answer.text());
    }
  }, texts);
}

const prose = (page: Page, text: string) => message(page, text).locator('.prose-message');

let stage: Stage;
let page: Page;
beforeAll(async () => {
  stage = await Stage.open({ RATE_LIMITS: 'false' });
  ({ page } = await stage.register('Ana Owner'));
});
afterAll(() => stage[Symbol.asyncDispose]());

describe('what is written', () => {
  it('is shown as it was typed where it is not clearly a mark', async () => {
    for (const text of [
      '[12:30]: lunch',
      '5~10명, 20~30명',
      'C:\\Users\\_ana\\*.txt',
      '__init__.py',
      '>50 people',
    ]) {
      await say(page, text);
      await expect.poll(() => prose(page, text).innerText()).toBe(text);
    }
  });

  it('is code between three backticks, also behind words, and the words behind it stay', async () => {
    await post(page, 'look: ```SELECT * FROM users\nWHERE id = 1``` and more');
    await expect
      .poll(() => prose(page, 'and more').locator('pre').innerText())
      .toBe('SELECT * FROM users\nWHERE id = 1');
    expect(await prose(page, 'and more').innerText()).toMatch(/^look:[\s\S]*and more$/);
  });

  it('keeps the numbers of a list, and a long one in its column', async () => {
    await post(page, '1. one\n2. two\n4. four\n12345678. many');
    const list = prose(page, 'many').locator('ol');
    await expect
      .poll(() => list.locator('li').allInnerTexts())
      .toEqual(['1. one', '2. two', '4. four', '12345678. many']);
    const [outer, marker] = await Promise.all([
      list.boundingBox(),
      list.locator('.marker', { hasText: '12345678.' }).boundingBox(),
    ]);
    expect(marker?.x).toBeGreaterThanOrEqual(outer?.x ?? NaN);
  });

  it('has each line from the side of its own first letter', async () => {
    await post(page, 'שלום לכולם\nhello everybody\n\nעוד פסקה');
    const sides = await prose(page, 'hello everybody').evaluate((element) => {
      const box = element.getBoundingClientRect();
      const range = document.createRange();
      return [...element.querySelectorAll('p')].map((paragraph) => {
        range.selectNodeContents(paragraph);
        const { left, right } = [...range.getClientRects()][0] ?? box;
        return left - box.left > box.right - right ? 'right' : 'left';
      });
    });
    expect(sides).toEqual(['right', 'right']);
  });
});

describe('a spoiler', () => {
  it('is hidden until pressed, with marks, links and two lines in it, by mouse and by keyboard', async () => {
    await post(
      page,
      'it was ||the **butler**, https://example.org/b\nin the hall|| !',
      'and ||the gardener|| too',
    );
    for (const [text, press] of [
      ['it was', 'click'],
      ['and', 'Enter'],
    ] as const) {
      const secret = prose(page, text);
      const cover = secret.getByRole('button', { name: 'Show spoiler' });
      await cover.waitFor();
      expect(await secret.innerText()).not.toMatch(/butler|gardener/);
      expect(await secret.getByRole('link').count()).toBe(0);
      await (press === 'click' ? cover.click() : cover.press(press));
      await expect.poll(() => secret.innerText()).toMatch(/butler|gardener/);
    }
    expect(await prose(page, 'it was').getByRole('link').getAttribute('target')).toBe('_blank');
  });

  it('is not told by a quote of it', async () => {
    await post(page, 'the end is ||a wedding||');
    await message(page, 'the end is').hover();
    await message(page, 'the end is').getByRole('button', { name: 'Reply', exact: true }).click();
    await say(page, 'No way!');
    await expect.poll(() => message(page, 'No way!').innerText()).toContain('▒▒▒');
    expect(await message(page, 'No way!').innerText()).not.toContain('wedding');
  });
});

describe('a mention', () => {
  it('is drawn where it notifies, and nowhere else', async () => {
    const { page: bo } = await stage.register('Bo Reyes');
    await bo.close();
    const drawn = '(@bo) _@bo please_ 你好@bo请看 ask @bo.I think';
    const text = '`@bo` \\@bo x@bo.org https://x.org/?u=@bo';
    await post(page, `calls ${drawn}`, `calls not ${text}`);
    const calls = (row: string) => prose(page, row).locator('span[title="@bo"]');
    await expect.poll(() => calls('calls (').count()).toBe(4);
    expect(await calls('calls not').count()).toBe(0);
    const mentioned = await page.evaluate(async () => {
      const granted = (await (await fetch('/api/v1/auth/refresh', { method: 'POST' })).json()) as {
        accessToken: string;
      };
      const roomId = /rooms\/([0-9a-f]+)/.exec(location.pathname)?.[1] ?? '';
      const answer = await fetch(`/api/v1/rooms/${roomId}/messages?limit=2`, {
        headers: { authorization: `Bearer ${granted.accessToken}` },
      });
      const { messages } = (await answer.json()) as { messages: { mentionIds: string[] }[] };
      return messages.map(({ mentionIds }) => mentionIds.length);
    });
    expect(mentioned).toEqual([1, 0]);
  });
});

describe('a link', () => {
  it('stays in the page only for what the page shows on its own host', async () => {
    const url = new URL(page.url());
    const other = `http://127.0.0.1:9${url.pathname}`;
    const here = `${url.origin}${url.pathname}`;
    await post(page, `links ${here} ${other} [docs](/api/v1/docs) [call](tel:+4930123456) jo@example.org`);
    const links = prose(page, 'links').getByRole('link');
    await expect.poll(() => links.count()).toBe(5);
    expect(
      await links.evaluateAll((all) =>
        all.map((link) => [link.getAttribute('target'), link.getAttribute('rel')]),
      ),
    ).toEqual([
      [null, null],
      ['_blank', 'noopener noreferrer nofollow'],
      ['_blank', 'noopener noreferrer nofollow'],
      [null, null],
      [null, null],
    ]);
    const opened = page.context().waitForEvent('page');
    await links.nth(2).click();
    await (await opened).getByRole('heading', { name: /Parley/ }).waitFor();
    await (await opened).close();
  });
});

describe('whatever is written', () => {
  it('puts at most 2,000 nodes into the page, and no id', async () => {
    const client = await page.context().newCDPSession(page);
    await client.send('Performance.enable');
    const busy = async (): Promise<number> => {
      const { metrics } = await client.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN;
    };
    const worst = [
      '|a',
      '- ',
      '> ',
      '[',
      '**',
      '**a** ',
      '- x\n',
      '|a|b|\n|-|-|\n',
      '@ana ',
      '`a` ',
      'a\n\n',
      '||a|| ',
      '# a\n',
      '```js\nlet a = [1, "b"];\n',
    ];
    for (const [i, piece] of worst.entries()) {
      const mark = `worst ${i} `;
      const before = await busy();
      await post(page, (mark + piece.repeat(8000)).slice(0, 8000));
      const row = prose(page, mark);
      await row.waitFor();
      const count = await row.evaluate((element) => {
        const walker = document.createTreeWalker(element, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
        let nodes = 1;
        while (walker.nextNode()) nodes += 1;
        return { nodes, ids: element.querySelectorAll('[id]').length };
      });
      process.stdout.write(
        `  ${JSON.stringify(piece)}: ${count.nodes} nodes, page busy ${Math.round(((await busy()) - before) * 1000)} ms in all\n`,
      );
      expect(count.nodes, piece).toBeLessThanOrEqual(2000);
      expect(count.ids).toBe(0);
    }
  });

  it('is reachable and readable', async () => {
    await post(page, `| ${'wide | '.repeat(30)}\n|${'-|'.repeat(30)}\n| ${'cell | '.repeat(30)}`);
    const box = prose(page, 'wide').locator('.table-box');
    await box.waitFor();
    expect(await box.evaluate((element) => element.scrollWidth > element.clientWidth)).toBe(true);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    expect(await seriousFindings(page)).toEqual([]);
  });
});
