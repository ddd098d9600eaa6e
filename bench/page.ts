import { join } from 'node:path';
import type { RoomView } from '@parley/shared/rooms';
import { MongoClient, ObjectId } from 'mongodb';
import type { Page } from 'playwright-core';
import { mainThreadTasks, Tab } from './tab.ts';
import { BenchServer, percentile, report, storedMessage } from './world.ts';

const LARGE = 100_000;
const SWITCHES = 40;

/** Inserts messages into a room without the server, and sends the last one through it. */
export async function fill(
  server: BenchServer,
  token: string,
  name: string,
  count: number,
): Promise<RoomView> {
  const body = { type: 'private', name, memberIds: [] };
  const room = (await server.request('/rooms', { method: 'POST', token, body })) as RoomView;
  const { userId } = (await server.request('/me', { token })) as { userId: string };
  await using mongo = new MongoClient(
    `mongodb://${encodeURIComponent(join(server.folder, 'db/db.sock'))}/?directConnection=true`,
  );
  const others = Array.from({ length: 5 }, () => new ObjectId());
  for (let from = 0; from < count; from += 2000)
    await mongo
      .db('parley')
      .collection('messages')
      .insertMany(
        Array.from({ length: Math.min(2000, count - from) }, (_, i) => {
          const seq = from + i + 1;
          return storedMessage({
            roomId: room.roomId,
            authorId: seq % 3 === 0 ? new ObjectId(userId) : (others[seq % 5] ?? new ObjectId()),
            seq,
            createdAt: new Date(Date.now() - (count - seq) * 60_000),
            text: `${name} ${seq}: ${'some words that make a line or two, '.repeat(seq % 7)}and **an end** with \`code\`.`,
          });
        }),
      );
  const text = `the last word of ${name}`;
  await server.request(`/rooms/${room.roomId}/messages`, { method: 'POST', token, body: { text } });
  return room;
}

const row = (page: Page, name: string) => page.locator('#sidebar').getByRole('link', { name }).first();

/** From the click on a room's row to the frame that shows its last message, in ms. */
export async function timeSwitch(page: Page, name: string): Promise<number> {
  const link = await row(page, name).elementHandle();
  return await page.evaluate(
    ([element, text]) =>
      new Promise<number>((resolve) => {
        const began = performance.now();
        (element as HTMLElement).click();
        const look = (): void => {
          const shown = [...document.querySelectorAll('[data-message]')].some((message) =>
            message.textContent.includes(text),
          );
          if (shown) requestAnimationFrame(() => resolve(performance.now() - began));
          else requestAnimationFrame(look);
        };
        look();
      }),
    [link, `the last word of ${name}`] as const,
  );
}

/** A page in Chromium: scrolling through a room of 100,000 messages, and switching between rooms. */
export async function page(): Promise<void> {
  await using server = await BenchServer.start();
  const token = await server.register('alice');
  await fill(server, token, 'large', LARGE);
  for (const name of ['one', 'two', 'three']) await fill(server, token, name, 500);
  await using tab = await Tab.open(server, 'alice');
  for (const name of ['one', 'two', 'three', 'large']) await timeSwitch(tab.page, name);

  let seen = '';
  const events = await tab.traced(['toplevel', 'devtools.timeline'], async () => {
    await tab.page.mouse.move(800, 400);
    const end = performance.now() + 20_000;
    while (performance.now() < end) {
      // A notch of a wheel in each frame: as fast as a person turns it, some eight screens a second.
      await tab.page.mouse.wheel(0, -120);
      await tab.page.waitForTimeout(16);
    }
    seen = (await tab.page.locator('[data-message]').first().textContent()) ?? '';
  });
  const tasks = mainThreadTasks(events);
  process.stdout.write(`scrolled to: ${seen.replaceAll(/\s+/g, ' ').slice(0, 60)}\n`);
  report('scrolling 100,000 messages, longest task', Math.max(...tasks), 'ms', {
    name: 'a frame of 50',
    value: 50,
  });
  report(
    'scrolling 100,000 messages, p99 of tasks over 1 ms',
    percentile(
      tasks.filter((ms) => ms > 1),
      0.99,
    ),
    'ms',
  );

  const switches: number[] = [];
  for (let i = 0; i < SWITCHES; i++)
    switches.push(await timeSwitch(tab.page, ['one', 'two', 'three'][i % 3] ?? 'one'));
  report('room switch from cache, p50', percentile(switches, 0.5), 'ms');
  report('room switch from cache, p95', percentile(switches, 0.95), 'ms', {
    name: 'the budget of 100',
    value: 100,
  });
}
