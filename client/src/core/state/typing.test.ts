import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore, type Store } from '../store';
import { typingReceived } from './typing';

const room = { roomId: 'r', userId: 'u' };
const who = (store: Store): string[] => store.getState().people.typing['r'] ?? [];

describe('typing', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is forgotten when nobody says more, as after a server was killed', () => {
    const store = createStore();
    typingReceived(store, { ...room, typing: true });
    vi.advanceTimersByTime(5000);
    // Repeated: the timeout starts again.
    typingReceived(store, { ...room, typing: true });
    vi.advanceTimersByTime(7000);
    expect(who(store)).toEqual(['u']);
    vi.advanceTimersByTime(2000);
    expect(who(store)).toEqual([]);
  });

  it('ends at once when it is said to', () => {
    const store = createStore();
    typingReceived(store, { ...room, typing: true });
    typingReceived(store, { ...room, typing: false });
    expect(who(store)).toEqual([]);
    vi.advanceTimersByTime(20_000);
    expect(who(store)).toEqual([]);
  });
});
