import { seeded } from '@parley/shared/random';
import { keyLatencies, mainThreadTasks, Tab } from './tab.ts';
import { RawClient } from './rawClient.ts';
import { BenchServer, percentile, report, TEXT } from './world.ts';

/** Messages per second into the room that is on screen. */
const RATE = 1000;
const SECONDS = 20;
const SPEAKERS = 8;
const WARM_UP = 2000;
/** A message every other second, all day: the traffic of an office of some hundred people. */
const ROOMS = 12;
const HOURS = 8;
const random = seeded(3);
const PER_HOUR = 1800;

/** Sends messages at an even pace, by each sender in turn. Resolves when all are acknowledged. */
async function say(
  speakers: RawClient[],
  at: { rooms: string[]; count: number; rate: number; from?: number },
): Promise<void> {
  const began = performance.now();
  const answers: Promise<void>[] = [];
  for (let n = 0; n < at.count;) {
    const due = Math.min(at.count, Math.ceil(((performance.now() - began) / 1000) * at.rate));
    for (; n < due; n++) {
      const number = (at.from ?? 0) + n;
      const answer = speakers[number % speakers.length]?.say(
        at.rooms[number % at.rooms.length] ?? '',
        `${number} ${TEXT}`,
      );
      if (answer) answers.push(answer);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await Promise.all(answers);
}

interface Office {
  server: BenchServer;
  rooms: string[];
  speakers: RawClient[];
  tab: Tab;
}

/** Key presses while messages arrive in the room on screen, a thousand a second. */
async function flooded({ server, rooms: [shown = ''], speakers, tab }: Office): Promise<void> {
  const { page } = tab;
  await page.goto(`${server.url}/rooms/${shown}`);
  await page.locator('#composer').waitFor();
  await say(speakers, { rooms: [shown], count: WARM_UP, rate: RATE / 5 });
  await page.locator('#composer').click();
  const type = async (): Promise<void> => {
    const end = performance.now() + SECONDS * 1000;
    while (performance.now() < end) {
      await page.keyboard.press('a');
      // As a person types: some keys in quick succession, some after a pause.
      await page.waitForTimeout(20 + 180 * random());
    }
  };
  const quiet = keyLatencies(await tab.traced(['devtools.timeline'], type));
  const flood = say(speakers, { rooms: [shown], count: RATE * SECONDS, rate: RATE });
  const events = await tab.traced(['devtools.timeline', 'toplevel'], type);
  await flood;
  const busy = keyLatencies(events);
  for (const p of [0.5, 0.95, 0.99])
    report(`a key pressed at 1,000 messages a second, p${p * 100}`, percentile(busy, p), 'ms', {
      name: 'when quiet',
      value: percentile(quiet, p),
    });
  report('…longest task of the page', Math.max(...mainThreadTasks(events)), 'ms');
  // The view has followed the end all the while.
  await page.locator(`[data-seq="${WARM_UP + RATE * SECONDS}"]`).waitFor({ timeout: 20_000 });
}

/** A day in fast motion, in rooms that are all opened once an hour. The first hour warms up. */
async function dayLong({ rooms, speakers, tab }: Office): Promise<void> {
  const heap: number[] = [];
  for (let hour = 0; hour <= HOURS; hour++) {
    await say(speakers, { rooms, count: PER_HOUR, rate: RATE / 2, from: hour * PER_HOUR });
    for (const roomId of rooms) {
      for (const speaker of speakers) await speaker.ask('typing:start', { roomId });
      await tab.page.locator(`#sidebar a[href="/rooms/${roomId}"]`).click();
      await tab.page.locator('[data-message]').first().waitFor();
    }
    const { heapBytes, nodes, listeners } = await tab.memory();
    heap.push(heapBytes / 1e6);
    process.stdout.write(
      `  hour ${hour}: ${(heapBytes / 1e6).toFixed(1)} MB, ${nodes} nodes, ${listeners} listeners\n`,
    );
  }
  const [first = 0] = heap.slice(1);
  report('memory of the page after eight hours', heap.at(-1) ?? 0, 'MB', { name: 'after one', value: first });
}

/** A page while messages arrive, a thousand a second, and after a day of them. */
export async function traffic(): Promise<void> {
  await using server = await BenchServer.start();
  const token = await server.register('alice');
  const tokens: string[] = [];
  for (let i = 0; i < SPEAKERS; i++) tokens.push(await server.register(`speaker${i}`));
  const memberIds: string[] = [];
  for (const each of tokens)
    memberIds.push(((await server.request('/me', { token: each })) as { userId: string }).userId);
  const rooms: string[] = [];
  for (let i = 0; i < ROOMS; i++) rooms.push(await server.room(token, `room${i}`, memberIds));
  const speakers = await Promise.all(tokens.map((each) => RawClient.open(server.port, each)));
  await using tab = await Tab.open(server, 'alice');
  await flooded({ server, rooms, speakers, tab });
  await dayLong({ server, rooms, speakers, tab });
  for (const speaker of speakers) speaker.close();
}
