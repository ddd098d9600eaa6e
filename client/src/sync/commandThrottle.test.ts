import { seeded } from '@parley/shared/random';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { CommandThrottle } from './commandThrottle';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it.each(Array.from({ length: 20 }, (_, seed) => seed))(
  'lets all through, each kind in its order, and never more than a hundred in a second (seed %i)',
  async (seed) => {
    const random = seeded(seed);
    const pace = new CommandThrottle();
    const requested = { first: 0, later: 0 };
    const begun: { kind: 'first' | 'later'; nth: number; at: number }[] = [];
    for (let burst = 0; burst < 12; burst++) {
      for (let i = Math.floor(random() * 120); i > 0; i--) {
        const kind = random() < 0.3 ? 'first' : 'later';
        const nth = requested[kind]++;
        void pace.turn(kind === 'later').then(() => begun.push({ kind, nth, at: performance.now() }));
      }
      await vi.advanceTimersByTimeAsync(random() * 1500);
    }
    await vi.advanceTimersByTimeAsync(60_000);
    for (const kind of ['first', 'later'] as const)
      expect(begun.filter((one) => one.kind === kind).map(({ nth }) => nth)).toEqual(
        Array.from({ length: requested[kind] }, (_, i) => i),
      );
    for (const [i, { at }] of begun.slice(100).entries())
      expect(at - (begun[i]?.at ?? 0)).toBeGreaterThanOrEqual(1000);
  },
);

it('lets what somebody waits for go before what can wait', async () => {
  const pace = new CommandThrottle();
  const order: string[] = [];
  for (let i = 0; i < 150; i++) void pace.turn(true).then(() => order.push('later'));
  void pace.turn(false).then(() => order.push('first'));
  await vi.advanceTimersByTimeAsync(999);
  expect(order).toEqual(Array.from({ length: 100 }, () => 'later'));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(order.indexOf('first')).toBe(100);
  expect(order).toHaveLength(151);
});
