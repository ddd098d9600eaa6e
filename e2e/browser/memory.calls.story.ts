import type { CDPSession, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { Stage } from './stage.ts';

/** How often what happens in a call happens before each measurement; `CALL_ROUNDS=200` is more than an hour brings. */
const ROUNDS = Number(process.env['CALL_ROUNDS'] ?? 10);

interface Memory {
  heapBytes: number;
  connections: number;
  tracks: number;
  nodes: number;
}

/** Counts the objects of a kind that are still in memory. */
async function countOf(session: CDPSession, kind: string): Promise<number> {
  const { result } = await session.send('Runtime.evaluate', { expression: `${kind}.prototype` });
  const { objects } = await session.send('Runtime.queryObjects', {
    prototypeObjectId: result.objectId ?? '',
    objectGroup: 'count',
  });
  const { result: length } = await session.send('Runtime.callFunctionOn', {
    objectId: objects.objectId ?? '',
    functionDeclaration: 'function () { return this.length; }',
    returnByValue: true,
  });
  await session.send('Runtime.releaseObjectGroup', { objectGroup: 'count' });
  return Number(length.value);
}

async function memoryOf(page: Page): Promise<Memory> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const connections = await countOf(session, 'RTCPeerConnection');
  const tracks = await countOf(session, 'MediaStreamTrack');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { nodes } = await session.send('Memory.getDOMCounters');
  await session.detach();
  return { heapBytes: usedSize, connections, tracks, nodes };
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** What people do in a call: mute, show themselves, react, leave and come back. */
async function round(jo: Page, ana: Page): Promise<void> {
  for (const name of ['Mute', 'Unmute', 'Turn on camera']) await press(jo, name);
  await ana.waitForFunction(() =>
    [...document.querySelectorAll('video')].some(({ videoWidth }) => videoWidth > 0),
  );
  await press(jo, 'Turn off camera');
  await press(jo, 'Raise hand');
  await press(jo, 'Lower hand');
  await press(ana, 'Leave call');
  await jo.getByRole('group', { name: /^Ana/ }).waitFor({ state: 'detached' });
  await join(jo, ana);
}

/** Ana joins Jo's call by its bar. */
async function join(jo: Page, ana: Page): Promise<void> {
  for (const region of ['Call in progress', /^Call: /])
    await ana.getByRole('region', { name: region }).getByRole('button', { name: 'Join call' }).click();
  await jo.getByRole('group', { name: /^Ana/ }).waitFor();
}

it('a long call, in fast motion, does not grow in memory', async () => {
  await using stage = await Stage.open({ RATE_LIMITS: 'false' });
  const { page: jo } = await stage.register('Jo');
  const { page: ana } = await stage.register('Ana');
  await press(jo, 'Start a call');
  await press(jo, 'Start call');
  await join(jo, ana);
  const course: Memory[] = [];
  for (let part = 0; part < 3; part++) {
    for (let i = 0; i < ROUNDS; i++) await round(jo, ana);
    course.push(await memoryOf(jo));
  }
  process.stdout.write(`\nA call of ${3 * ROUNDS} rounds: ${JSON.stringify(course)}\n`);
  const [, before, after] = course;
  if (!before || !after) throw new Error('nothing was measured');
  expect(after.connections).toBeLessThanOrEqual(before.connections);
  // Those of the meters that have ended are released in groups.
  expect(after.tracks).toBeLessThan(35);
  expect(after.heapBytes).toBeLessThan(before.heapBytes * 1.1);
});
