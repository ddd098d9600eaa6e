import { randomUUID } from 'node:crypto';
import { until } from '../../world/until';
import { Wire } from '../../world/wire';
import type { Caller } from '../caller';
import { percentile99, type Scenario } from '../scenario';

const SLOW_READERS = 20;
/** How much a server may grow while they do not read, in bytes. */
const MOST_GROWTH = 64 * 1024 * 1024;
/** When the last of them must be disconnected, in ms. */
const DROPPED_MS = 30_000;

/** Two people send `count` messages each, serially. Returns the time of each acknowledgement, in ms. */
async function write(writers: Caller[], roomId: string, count: number, said: () => void): Promise<number[]> {
  const times: number[] = [];
  const text = 'some words that fill a line. '.repeat(100);
  const lane = async (writer: Caller): Promise<void> => {
    for (let i = 0; i < count / writers.length; i++) {
      const began = performance.now();
      await writer.say({ roomId, clientId: randomUUID(), text });
      times.push(performance.now() - began);
      said();
    }
  };
  await Promise.all(writers.map(lane));
  return times;
}

export const slowReaders: Scenario = {
  id: 16,
  name: 'slow-readers',
  says: '20 clients stop reading: memory grows by 64 MB at most, they are dropped within 30 s, the others’ p99 at most doubles',
  unit: 'messages',
  counts: { smoke: 0, ci: 3000, soak: 100_000 },
  parts: { minutes: 10 },
  run: async ({ scene, stage, count, step }) => {
    const writers = [await scene.caller('ana', stage.node(0)), await scene.caller('bo', stage.node(1))];
    const sleepers: Caller[] = [];
    for (let i = 0; i < SLOW_READERS; i++) sleepers.push(await scene.caller(`s${i}`, stage.node(0)));
    const roomId = await scene.room();
    const wire = await new Wire(stage.node(0)).listen();
    const asleep = sleepers.map((sleeper) => {
      sleeper.stop();
      return sleeper.on(wire);
    });
    await until(() => asleep.every(({ connected }) => connected), 'all are connected');
    let said = 0;
    const one = (): void => step(++said);
    const calm = percentile99(await write(writers, roomId, Math.min(1000, count / 2), one));
    let dropped = 0;
    for (const sleeper of asleep) sleeper.onDropped(() => (dropped += 1));
    const before = stage.node(0).residentBytes();
    const began = Date.now();
    wire.disturb({}, { held: true });
    let most = before;
    const writing = write(writers, roomId, count, () => {
      one();
      most = Math.max(most, stage.node(0).residentBytes());
    });
    await until(() => dropped >= SLOW_READERS, 'they are dropped', DROPPED_MS + 5000).catch(() => undefined);
    const after = Date.now() - began;
    const busy = percentile99(await writing);
    for (const sleeper of asleep) sleeper.stop();
    wire.close();
    const { findings } = await scene.verdict();
    const wrong = (what: string): void => void findings.push({ rule: 'slow', who: 'all', what });
    if (dropped < SLOW_READERS || after > DROPPED_MS) wrong(`${dropped} were dropped after ${after} ms`);
    const growth = most - before;
    if (growth > MOST_GROWTH) wrong(`the server grew by ${Math.round(growth / 1024 / 1024)} MB`);
    // Below a few ms the machine's own noise is more than double.
    if (busy > 2 * Math.max(calm, 20)) wrong(`p99 went from ${calm.toFixed(0)} to ${busy.toFixed(0)} ms`);
    return {
      findings,
      figures: `dropped within ${(after / 1000).toFixed(1)} s, ${Math.round(growth / 1024 / 1024)} MB more, p99 ${calm.toFixed(0)} → ${busy.toFixed(0)} ms`,
    };
  },
};
