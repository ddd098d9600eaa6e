import { describe, expect, it } from 'vitest';
import { message, say, seriousFindings, Stage } from './stage.ts';
import type { Page } from 'playwright-core';

/** Sends many messages through the API as the page's person, `atOnce` at a time. */
async function fill(page: Page, count: number, atOnce = 1): Promise<void> {
  await page.evaluate(
    async ([n, lanes]) => {
      const granted = (await (await fetch('/api/v1/auth/refresh', { method: 'POST' })).json()) as {
        accessToken: string;
      };
      const headers = { authorization: `Bearer ${granted.accessToken}`, 'content-type': 'application/json' };
      const { rooms } = (await (await fetch('/api/v1/rooms', { headers })).json()) as {
        rooms: { room: { roomId: string } }[];
      };
      let i = 0;
      const lane = async (): Promise<void> => {
        while (i++ < n)
          await fetch(`/api/v1/rooms/${rooms[0]?.room.roomId ?? ''}/messages`, {
            method: 'POST',
            headers,
            body: JSON.stringify({ text: `line ${i}${i % 7 === 0 ? '\nand a second one'.repeat(3) : ''}` }),
          });
      };
      await Promise.all(Array.from({ length: lanes }, lane));
    },
    [count, atOnce] as const,
  );
}

/**
 * Scrolls up by 300 px and waits for what that starts. Returns by how many px a row in view has moved beyond the
 * scroll itself (none, if the view is anchored) and by how many the list has grown meanwhile.
 */
function scrollUp(page: Page): Promise<{ by: number; grew: number }> {
  return page.evaluate(async () => {
    const box = document.getElementById('timeline');
    if (!box) throw new Error('no timeline');
    const sized = box.scrollHeight;
    box.scrollTop -= 300;
    const rows = [...document.querySelectorAll<HTMLElement>('[data-seq]')];
    const row = rows.find((element) => element.getBoundingClientRect().top > 300);
    const top = row?.getBoundingClientRect().top ?? 0;
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 150)));
    const now = document.querySelector(`[data-seq="${row?.dataset['seq'] ?? ''}"]`);
    return {
      by: Math.round((now?.getBoundingClientRect().top ?? NaN) - top),
      grew: box.scrollHeight - sized,
    };
  });
}

/** Waits until the list has settled after a load: a person scrolls by a wheel, which would end it. */
function atRest(page: Page): Promise<void> {
  return page.evaluate(async () => {
    const box = document.getElementById('timeline');
    if (!box) throw new Error('no timeline');
    let last = '';
    let since = performance.now();
    while (performance.now() - since < 400) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const now = `${box.scrollTop} ${box.scrollHeight}`;
      if (now !== last) since = performance.now();
      last = now;
    }
  });
}

describe('a long room', () => {
  it('scrolls up without a jump, stays still when somebody writes, and jumps to the latest', async () => {
    await using stage = await Stage.open({ RATE_LIMITS: 'false' });
    const jo = await stage.register('Jo');
    const ana = await stage.register('Ana');
    await fill(jo.page, 300);
    // A page that was open all along has every message; a fresh one must fetch the older ones while it scrolls.
    await jo.page.reload();
    await message(jo.page, 'line 300').waitFor();
    const log = jo.page.locator('#timeline');
    await atRest(jo.page);
    const moves: { by: number; grew: number }[] = [];
    for (let i = 0; i < 25; i++) moves.push(await scrollUp(jo.page));
    expect(
      moves.filter((move) => !(Math.abs(move.by) <= 2)),
      JSON.stringify(moves),
    ).toEqual([]);
    // Without this the check above could pass because nothing was ever prepended.
    expect(moves.filter((move) => move.grew > 500).length).toBeGreaterThanOrEqual(2);
    const seen = await jo.page.locator('[data-seq]').first().getAttribute('data-seq');
    expect(Number(seen)).toBeLessThan(250);
    await jo.page.waitForTimeout(500);
    const still = await log.evaluate((element) => ({
      top: element.scrollTop,
      row: document.querySelector('[data-seq]')?.getBoundingClientRect().top,
    }));
    await say(ana.page, 'somebody writes meanwhile');
    await jo.page.getByRole('button', { name: /new|latest/ }).waitFor();
    await jo.page.waitForTimeout(300);
    expect(
      await log.evaluate((element) => ({
        top: element.scrollTop,
        row: document.querySelector('[data-seq]')?.getBoundingClientRect().top,
      })),
    ).toEqual(still);
    await jo.page
      .getByRole('button', { name: /new|latest/ })
      .last()
      .click();
    await message(jo.page, 'somebody writes meanwhile').waitFor();
    const fromEnd = () =>
      log.evaluate((element) => element.scrollHeight - element.clientHeight - element.scrollTop);
    await expect.poll(fromEnd).toBeLessThan(80);
    // A composer that grows and shrinks must not move the view away from the end.
    await jo.page.locator('#composer').fill('a\n'.repeat(30));
    await expect.poll(fromEnd).toBeLessThan(10);
    await jo.page.locator('#composer').fill('');
    await expect.poll(fromEnd).toBeLessThan(10);
    expect(await jo.page.getByRole('button', { name: /Jump to latest|new$/ }).count()).toBe(0);
    // Sending a message scrolls to it.
    await log.evaluate((element) => (element.scrollTop -= 900));
    await jo.page.getByRole('button', { name: /Jump to latest/ }).waitFor();
    await say(jo.page, 'said from far up');
    await message(jo.page, 'said from far up').waitFor();
    await expect.poll(fromEnd).toBeLessThan(10);
  });

  it('a hand that scrolls right after the load is not pulled back to the end', async () => {
    await using stage = await Stage.open({ RATE_LIMITS: 'false' });
    const { page } = await stage.register('Jo');
    await fill(page, 120);
    const stands: number[] = [];
    for (let round = 0; round < 6; round++) {
      await page.reload();
      await message(page, 'line 120').waitFor();
      await page.mouse.move(800, 400);
      await page.mouse.wheel(0, -600);
      await atRest(page);
      stands.push(
        await page
          .locator('#timeline')
          .evaluate((box) => box.scrollHeight - box.clientHeight - box.scrollTop),
      );
    }
    expect(
      stands.filter((fromEnd) => fromEnd < 300),
      JSON.stringify(stands),
    ).toEqual([]);
  });

  it('follows its end while hundreds of messages come, and going back brings what it has let go of', async () => {
    await using stage = await Stage.open({ RATE_LIMITS: 'false' });
    const { page } = await stage.register('Jo');
    const ana = await stage.register('Ana');
    const log = page.locator('#timeline');
    const fromEnd = () => log.evaluate((box) => box.scrollHeight - box.clientHeight - box.scrollTop);
    // More than a page holds: it retains some hundred near the reading position.
    await fill(ana.page, 900, 16);
    const last = page.locator('[data-seq="900"], [data-seq="901"]').last();
    await last.waitFor();
    await expect.poll(fromEnd).toBeLessThan(10);
    // The very first message is a notice, which has no `data-seq`.
    const first = page.locator('[data-seq="2"]');
    await page.mouse.move(800, 400);
    await expect
      .poll(
        async () => {
          await page.mouse.wheel(0, -4000);
          return await first.count();
        },
        { timeout: 120_000 },
      )
      .toBe(1);
    await page.getByRole('button', { name: /Jump to latest/ }).click();
    await last.waitFor();
    await expect.poll(fromEnd).toBeLessThan(10);
    // And it is the end of the room: a new message is visible.
    await say(ana.page, 'after all of it');
    await message(page, 'after all of it').waitFor();
    await expect.poll(fromEnd).toBeLessThan(10);
  });

  it('a link to an old message loads around it and shows it', async () => {
    await using stage = await Stage.open({ RATE_LIMITS: 'false' });
    const jo = await stage.register('Jo');
    await fill(jo.page, 200);
    await message(jo.page, 'line 200').waitFor();
    const room = jo.page.url();
    await jo.page.goto(`${room}?at=20`);
    const target = jo.page.locator('[data-seq="20"]');
    await target.waitFor();
    await expect
      .poll(() =>
        target.evaluate(
          (element) =>
            element.getBoundingClientRect().top > 50 && element.getBoundingClientRect().bottom < innerHeight,
        ),
      )
      .toBe(true);
  });
});

describe('without a mouse', () => {
  it('one can jump, write, walk through messages, answer and come back', async () => {
    await using stage = await Stage.open();
    const { page, complaints } = await stage.register('Jo');
    await say(page, 'first');
    await say(page, 'second');
    await message(page, 'second').waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('combobox').fill('gen');
    await page.keyboard.press('Enter');
    await page.locator('#composer').focus();
    await page.keyboard.press('F6');
    await page.keyboard.press('F6');
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-seq'))).toBe('3');
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-seq'))).toBe('2');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.closest('[role=toolbar]') !== null))
      .toBe(true);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('composer');
    await page.keyboard.type('hi @j');
    await page.getByRole('option', { name: /Jo/ }).waitFor();
    await page.keyboard.press('Tab');
    await expect.poll(() => page.locator('#composer').inputValue()).toBe('hi @jo ');
    await page.keyboard.press('Control+/');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    expect(complaints).toEqual([]);
  });
});

describe('on a phone', () => {
  it('shows one pane at a time, with a history that goes back', async () => {
    await using stage = await Stage.open();
    const { page } = await stage.register('Jo', { width: 390, height: 844, touch: true, dark: true });
    // On its keyboard Enter inserts a line; the button sends.
    await page.locator('#composer').fill('from my pocket');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await message(page, 'from my pocket').waitFor();
    expect(await page.locator('#sidebar').count()).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await page.getByRole('link', { name: 'Back to rooms' }).click();
    await page.locator('#sidebar').waitFor();
    expect(await page.locator('#composer').count()).toBe(0);
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('link', { name: /General/ }).click();
    await message(page, 'from my pocket').waitFor();
    await page.getByRole('button', { name: 'Room details' }).click();
    await page.locator('#panel').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.goBack();
    await page.locator('#composer').waitFor();
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('button, a')]
        .filter(
          (element) =>
            element.getBoundingClientRect().width > 0 && element.getBoundingClientRect().height < 24,
        )
        .map((element) => element.outerHTML.slice(0, 120)),
    );
    expect(small).toEqual([]);
  });
});
