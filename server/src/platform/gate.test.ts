import { describe, expect, it } from 'vitest';
import { Gate } from './gate.js';

/** Work that runs until `end` is called. */
function held() {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  return { end, work: () => ended };
}
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a gate', () => {
  it('lets so many run at once, and the next one when one has ended, however it ended', async () => {
    const gate = new Gate(2);
    const started: number[] = [];
    const all = [0, 1, 2, 3].map(held);
    const runs: Promise<void>[] = [];
    for (const [i, { work }] of all.entries())
      gate.whenFree(() => {
        started.push(i);
        runs.push(gate.run(work));
      });
    expect(started).toEqual([]);
    await turn();
    expect(started).toEqual([0, 1]);
    all[1]?.end();
    await turn();
    await turn();
    expect(started).toEqual([0, 1, 2]);
    gate.whenFree(() => void gate.run(() => Promise.reject(new Error('no'))).catch(() => started.push(99)));
    all[0]?.end();
    all[2]?.end();
    all[3]?.end();
    await Promise.all(runs);
    for (let i = 0; i < 5; i++) await turn();
    expect(started).toEqual([0, 1, 2, 3, 99]);
  });

  it('does not wait for one that takes long', async () => {
    const gate = new Gate(1);
    const stuck = held();
    const began = performance.now();
    await new Promise<void>((resolve) => {
      gate.whenFree(() => void gate.run(stuck.work));
      gate.whenFree(resolve);
    });
    expect(performance.now() - began).toBeGreaterThan(200);
    stuck.end();
    // Work that ends after its time frees no second slot.
    const [one, two] = [held(), held()];
    const started: number[] = [];
    await turn();
    gate.whenFree(() => void (started.push(1), gate.run(one.work)));
    gate.whenFree(() => void (started.push(2), gate.run(two.work)));
    await turn();
    await turn();
    expect(started).toEqual([1]);
    one.end();
    two.end();
  });
});
