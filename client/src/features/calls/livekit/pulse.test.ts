import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Pulse } from './pulse';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }));
afterEach(() => void vi.useRealTimers());

it('beats while anything arrives, stops after five silent seconds, and beats again with the next byte', async () => {
  let [bytes, changes] = [0, 0];
  const pulse = new Pulse(
    () => Promise.resolve(bytes),
    () => void changes++,
  );
  pulse.start();
  for (let second = 0; second < 20; second++) {
    bytes += 10;
    await vi.advanceTimersByTimeAsync(1000);
  }
  expect(pulse.beats).toBe(true);
  await vi.advanceTimersByTimeAsync(4000);
  expect(pulse.beats).toBe(true);
  await vi.advanceTimersByTimeAsync(1000);
  expect([pulse.beats, changes]).toEqual([false, 1]);
  bytes += 1;
  await vi.advanceTimersByTimeAsync(1000);
  expect([pulse.beats, changes]).toEqual([true, 2]);
  await vi.advanceTimersByTimeAsync(6000);
  pulse.stop();
  // Connected again: it is of no account.
  expect(pulse.beats).toBe(true);
});

it('takes statistics that cannot be read for silence', async () => {
  const pulse = new Pulse(
    () => Promise.reject(new Error('the track has ended')),
    () => undefined,
  );
  pulse.start();
  await vi.advanceTimersByTimeAsync(5000);
  expect(pulse.beats).toBe(false);
  pulse.stop();
});
