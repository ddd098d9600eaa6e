import type { EventPayload } from '@parley/shared/events';
import type { Store } from '../store';
import { typingChanged } from './people';

/** Clients repeat `typing:start` every 3 s; the server expires it after 6. A server that was killed publishes no end. */
const TYPING_TTL_MS = 8000;

const timers = new WeakMap<Store, Map<string, ReturnType<typeof setTimeout>>>();

/** Applies that somebody types or stopped; expires without a repeat. */
export function typingReceived(store: Store, received: EventPayload<'typing:changed'>): void {
  const all = timers.get(store) ?? new Map<string, ReturnType<typeof setTimeout>>();
  timers.set(store, all);
  const key = `${received.roomId} ${received.userId}`;
  // Every message publishes this for its author, and most were not typing a moment before.
  if (!received.typing && !all.has(key)) return;
  clearTimeout(all.get(key));
  all.delete(key);
  store.dispatch(typingChanged(received));
  if (!received.typing) return;
  const forget = (): void => typingReceived(store, { ...received, typing: false });
  all.set(key, setTimeout(forget, TYPING_TTL_MS));
}
