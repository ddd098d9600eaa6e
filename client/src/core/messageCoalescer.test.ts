import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { message } from '../test/build';
import { MessageCoalescer } from './messageCoalescer';

describe('incoming messages', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const listen = () => {
    const taken: string[] = [];
    const coalescer = new MessageCoalescer((roomId, messages) =>
      taken.push(`${roomId} ${messages.map(({ seq }) => seq).join(' ')}`),
    );
    return { taken, coalescer };
  };

  it('are taken in at once when they come alone, and together, in order, when they come fast', () => {
    const { taken, coalescer } = listen();
    coalescer.receive('r', [message(1)]);
    expect(taken).toEqual(['r 1']);
    for (let seq = 2; seq <= 30; seq++) coalescer.receive(seq % 3 === 0 ? 's' : 'r', [message(seq)]);
    expect(taken).toHaveLength(1);
    vi.advanceTimersByTime(100);
    expect(taken).toHaveLength(3);
    expect(taken[1]).toBe('r 2 4 5 7 8 10 11 13 14 16 17 19 20 22 23 25 26 28 29');
    expect(taken[2]).toBe('s 3 6 9 12 15 18 21 24 27 30');
    vi.advanceTimersByTime(110);
    coalescer.receive('r', [message(31)]);
    expect(taken[3]).toBe('r 31');
  });

  it('do not wait for a timer that is late, as in a tab nobody looks at', () => {
    const { taken, coalescer } = listen();
    coalescer.receive('r', [message(1)]);
    coalescer.receive('r', [message(2)]);
    // The clock advances, the timer does not fire.
    const now = performance.now();
    vi.spyOn(performance, 'now').mockReturnValue(now + 101);
    coalescer.receive('r', [message(3)]);
    expect(taken).toEqual(['r 1', 'r 2 3']);
    vi.restoreAllMocks();
  });

  it('wait for a key to be on the screen while somebody types, but not for ever, and not when they come alone', () => {
    vi.stubGlobal('requestAnimationFrame', (draw: () => void) => setTimeout(draw, 16));
    const { taken, coalescer } = listen();
    coalescer.receive('r', [message(1)]);
    coalescer.receive('r', [message(2)]);
    vi.advanceTimersByTime(50);
    coalescer.pressed();
    vi.advanceTimersByTime(199);
    expect(taken).toEqual(['r 1']);
    vi.advanceTimersByTime(1);
    expect(taken).toEqual(['r 1', 'r 2']);
    coalescer.receive('r', [message(3)]);
    vi.advanceTimersByTime(90);
    // Within the interval: applied after the next key.
    coalescer.pressed();
    vi.advanceTimersByTime(90);
    coalescer.pressed();
    expect(taken).toHaveLength(2);
    vi.advanceTimersByTime(20);
    expect(taken).toEqual(['r 1', 'r 2', 'r 3']);
    vi.advanceTimersByTime(120);
    coalescer.pressed();
    coalescer.receive('r', [message(4)]);
    expect(taken).toHaveLength(4);
    vi.unstubAllGlobals();
  });

  it('are forgotten when it is stopped: whoever signs in next hears nothing of them', () => {
    const { taken, coalescer } = listen();
    coalescer.receive('r', [message(1)]);
    coalescer.receive('r', [message(2)]);
    coalescer.stop();
    vi.advanceTimersByTime(1000);
    coalescer.receive('r', [message(3)]);
    expect(taken).toEqual(['r 1', 'r 3']);
  });
});
