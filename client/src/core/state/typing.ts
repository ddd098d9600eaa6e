import type { EventPayload } from '@parley/shared/events';
import type { Store } from '../store';
import { typingChanged } from './people';

/** Whoever types says so again every 3 s; the server ends it after 6. A server that was killed says nothing any more. */
const TYPING_TTL_MS = 8000;

const timers = new WeakMap<Store, Map<string, ReturnType<typeof setTimeout>>>();

/** Somebody types, or not any more; forgotten by itself when nothing more is heard. */
export function typingReceived(store: Store, received: EventPayload<'typing:changed'>): void {
  const all = timers.get(store) ?? new Map<string, ReturnType<typeof setTimeout>>();
  timers.set(store, all);
  const key = `${received.roomId} ${received.userId}`;
  // Every message says so of its author, and most have not typed a moment before.
  if (!received.typing && !all.has(key)) return;
  clearTimeout(all.get(key));
  all.delete(key);
  store.dispatch(typingChanged(received));
  if (!received.typing) return;
  const forget = (): void => typingReceived(store, { ...received, typing: false });
  all.set(key, setTimeout(forget, TYPING_TTL_MS));
}
