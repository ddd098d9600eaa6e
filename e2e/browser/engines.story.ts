import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { engines, type Engine } from './engines.ts';
import { password, Stage } from './stage.ts';

/** The main story in the engines Playwright does not drive here: sign in, talk, send a file, write without a server. */
async function story(page: Engine, stage: Stage): Promise<void> {
  const messages = (): Promise<string> =>
    page.evaluate<string>(
      "[...document.querySelectorAll('[data-message]')].map((row) => row.textContent).join('\\n')",
    );
  const shows = (text: string): Promise<void> => expect.poll(messages).toContain(text);
  await page.open(stage.url);
  await page.write('input[autocomplete=name]', 'Jo Rivera');
  await page.write('input[type=password]', password);
  await page.click('button[type=submit]');
  await page.write('#composer', 'said with **this** engine', true);
  await shows('said with this engine');
  await expect
    .poll(() => page.evaluate<number>("document.querySelectorAll('[data-message] strong').length"))
    .toBe(1);
  await expect
    .poll(() => page.evaluate<number>("document.querySelectorAll('[aria-label=Sent]').length"))
    .toBe(1);

  const path = join(stage.folder, 'notes.txt');
  writeFileSync(path, 'the words of a file');
  await page.choose('input[type=file]', path);
  await expect.poll(() => page.evaluate<string>('document.body.textContent')).toContain('notes.txt');
  await page.write('#composer', 'with a file', true);
  await shows('notes.txt');
  await expect
    .poll(() => page.evaluate<number>('document.querySelectorAll(\'a[href*="/files/"]\').length'))
    .toBeGreaterThan(0);

  await stage.kill();
  await page.write('#composer', 'written without a server', true);
  await shows('written without a server');
  await stage.start();
  await expect
    .poll(
      () =>
        page.evaluate<string>(
          "[...document.querySelectorAll('[data-message]')].filter((row) => row.textContent.includes('without a server') && row.querySelector('[aria-label=Sent]')).length + ' stored'",
        ),
      { timeout: 120_000 },
    )
    .toBe('1 stored');
  await page.reload();
  await shows('written without a server');
}

describe.each(engines)('in $name', ({ name, open, missing }) => {
  it('one signs in, talks, sends a file, and loses nothing without a server', async (context) => {
    if (missing !== undefined) {
      process.stdout.write(`\nThe story in ${name} was skipped: ${missing}.\n`);
      return context.skip();
    }
    await using stage = await Stage.open();
    const page = await open();
    try {
      await story(page, stage);
    } finally {
      await page.close();
    }
  });
});
