import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { message, say, Stage } from './stage.ts';

/** Source: docs/decisions/009-first-load.md. */
const BUDGET_BYTES = 150 * 1024;
const dist = join(import.meta.dirname, '../../client/dist');

it('the first room shows after at most 150 KB of script', async () => {
  await using stage = await Stage.open();
  const { page, context } = await stage.register('Jo');
  await say(page, 'plain words');
  await message(page, 'plain words').waitFor();
  const address = page.url();
  const session = await context.storageState();
  await context.close();
  // The same person in a browser with nothing but their session.
  const fresh = await stage.newContext({ storageState: session });
  const again = await fresh.newPage();
  const loaded = new Map<string, number>();
  let counting = true;
  again.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (counting && pathname.endsWith('.js'))
      loaded.set(pathname, gzipSync(readFileSync(join(dist, pathname))).length);
  });
  await again.goto(address);
  await message(again, 'plain words').waitFor();
  counting = false;
  const total = [...loaded.values()].reduce((sum, bytes) => sum + bytes, 0);
  process.stdout.write(
    `script before the first room: ${(total / 1024).toFixed(1)} KB gzipped in ${loaded.size} files\n`,
  );
  for (const [name, bytes] of loaded) process.stdout.write(`  ${(bytes / 1024).toFixed(1)} ${name}\n`);
  expect(total).toBeLessThanOrEqual(BUDGET_BYTES);
});
