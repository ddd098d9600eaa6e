import type { CallPart } from '@parley/shared/calls/call';
import { findPart } from '@parley/shared/findPart';
import type { MessageView } from '@parley/shared/messages';
import { chromium } from 'playwright-core';
import { expect, it } from 'vitest';
import { audible, watchMedia } from './media.ts';
import { chromiumOptions, password, Stage } from './stage.ts';

/** What the newest message of General says of its call, over REST. */
async function recordOf(stage: Stage, login: string): Promise<CallPart> {
  const read = async <T>(path: string, init: RequestInit = {}): Promise<T> =>
    (await (await fetch(`${stage.url}/api/v1${path}`, init)).json()) as T;
  const { accessToken } = await read<{ accessToken: string }>('/auth/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  });
  const headers = { authorization: `Bearer ${accessToken}` };
  const { rooms } = await read<{ rooms: { room: { roomId: string; general: boolean } }[] }>('/sync', {
    headers,
  });
  const general = rooms.find(({ room }) => room.general)?.room.roomId ?? '';
  const { messages } = await read<{ messages: MessageView[] }>(`/rooms/${general}/messages`, { headers });
  const part = messages.map((message) => findPart(message, 'call')).find((one) => one !== undefined);
  if (!part) throw new Error('there is no message of a call');
  return part;
}

it('of browsers that are killed no tile stays, and the call ends when the last is gone', async () => {
  await using stage = await Stage.open();
  const host = await chromium.launchServer(chromiumOptions());
  await using _closed = { [Symbol.asyncDispose]: () => host.close() };
  const browser = await chromium.connect(host.wsEndpoint());
  const watcher = await stage.register('Bo');
  const ana = await stage.register('Ana');
  const jo = await stage.register('Jo', { browser });
  for (const { page } of [ana, jo]) await watchMedia(page);
  await ana.page.getByRole('button', { name: 'Start a call' }).click();
  await ana.page.getByRole('button', { name: 'Start call' }).click();
  await jo.page
    .getByRole('region', { name: 'Call in progress' })
    .getByRole('button', { name: 'Join call' })
    .click();
  await jo.page
    .getByRole('region', { name: /^Call: / })
    .getByRole('button', { name: 'Join call' })
    .click();
  await jo.page.getByRole('button', { name: 'Leave call' }).waitFor();
  const answered = Date.now();
  for (const { page } of [ana, jo]) await expect.poll(() => audible(page)).toBeGreaterThan(0);
  const tile = ana.page.getByRole('group', { name: /^Jo/ });
  await tile.waitFor();
  const killed = Date.now();
  host.process().kill('SIGKILL');
  await tile.waitFor({ state: 'detached' });
  process.stdout.write(`\nThe tile of a killed browser was gone after ${Date.now() - killed} ms.\n`);

  // The last one crashes as well.
  const gone = Date.now();
  await ana.context.close();
  const record = watcher.page.getByRole('region', { name: /^Call · 2 people/ });
  await record.waitFor();
  process.stdout.write(`\nIts call ended ${Date.now() - gone} ms after the last browser was gone.\n`);
  // It lasted until then, and not until that was noticed. The last sign of a browser is its connection's end.
  const lasted = Math.ceil((gone - answered) / 1000);
  const { seconds } = await recordOf(stage, 'bo');
  process.stdout.write(`Its message says ${seconds} s; it was at most ${lasted} s.\n`);
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(lasted + 1);
});
