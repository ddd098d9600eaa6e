import { expect, it } from 'vitest';
import { Stage } from './stage.ts';

it('who is alone in a call stays in it while the timers of the page stand still, as in a page that is hidden', async () => {
  await using stage = await Stage.open();
  const { page } = await stage.register('Jo');
  let beats = 0;
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      if (String(payload).includes('"call:beat"')) beats += 1;
    }),
  );
  await page.clock.install();
  await page.reload();
  await page.getByRole('button', { name: 'Start a call' }).click();
  await page.getByRole('button', { name: 'Start call' }).click();
  await page.getByRole('button', { name: 'Leave call' }).waitFor();
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 100));
  const before = beats;
  await expect.poll(() => beats).toBeGreaterThan(before + 1);
  await page.clock.resume();
  await page.getByRole('button', { name: 'Leave call' }).click();
  await page.getByRole('region', { name: /^Call · 1 person/ }).waitFor();
});
