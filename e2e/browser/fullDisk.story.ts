import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { message, say, Stage } from './stage.ts';

const full = {
  en: /The server’s disk is full/,
  es: /El disco del servidor está lleno/,
  ar: /قرص الخادم ممتلئ/,
};

it('on a full disk the page says that one can read, keeps what is written, and goes on by itself when there is room', async () => {
  const small = await mkdtemp(join(tmpdir(), 'parley-full-'));
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', small]).status !== 0)
    return console.warn('not tried: this user may not mount a small file system');
  const filling = join(small, 'filling');
  try {
    // A beacon of five seconds, so that the server checks its disk each second.
    await using stage = await Stage.open({
      PARLEY_DATA: small,
      BEACON_SECONDS: '5',
      LOG_LEVEL: 'silent',
      RATE_LIMITS: 'false',
    });
    const { page, context } = await stage.register('Jo');
    const banner = page.getByRole('status').filter({ hasText: full.en });
    await say(page, 'before');
    await message(page, 'before').getByLabel('Sent', { exact: true }).waitFor();
    expect(await banner.count()).toBe(0);

    spawnSync('dd', ['if=/dev/zero', `of=${filling}`, 'bs=64k']);
    await banner.waitFor();
    await say(page, 'meanwhile');
    await message(page, 'meanwhile').waitFor();

    // Another server on that disk, and pages that are loaded now: they can read, and show the notice in their language.
    await stage.kill();
    await stage.start();
    await banner.waitFor();
    await page.reload();
    await message(page, 'before').waitFor();
    await banner.waitFor();
    for (const locale of ['es', 'ar'] as const) {
      const other = await stage.newContext({ locale, storageState: await context.storageState() });
      const there = await other.newPage();
      await there.goto(page.url());
      await message(there, 'before').waitFor();
      await there.getByRole('status').filter({ hasText: full[locale] }).waitFor();
      await other.close();
    }

    await rm(filling);
    await banner.waitFor({ state: 'detached' });
    await message(page, 'meanwhile').getByLabel('Sent', { exact: true }).waitFor();
  } finally {
    spawnSync('umount', [small]);
    await rm(small, { recursive: true, force: true });
  }
});
