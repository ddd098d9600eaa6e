import type { RingEntry } from '@parley/shared/push';
import type { Server } from '../../platform/context.js';

const MOST_ENTRIES = 100;
const MOST_DEVICES = 5000;
const logs = new WeakMap<Server, Map<string, RingEntry[]>>();

/** Notes for one device (its session) what became of a message. In memory: it is for finding out, not for keeping. */
export function noteRing(server: Server, sessionId: string, entry: RingEntry): void {
  const all = logs.get(server) ?? new Map<string, RingEntry[]>();
  logs.set(server, all);
  const entries = all.get(sessionId) ?? [];
  all.delete(sessionId);
  all.set(sessionId, [entry, ...entries].slice(0, MOST_ENTRIES));
  const [oldest] = all.keys();
  if (all.size > MOST_DEVICES && oldest !== undefined) all.delete(oldest);
}

export const logOf = (server: Server, sessionId: string): RingEntry[] =>
  logs.get(server)?.get(sessionId) ?? [];
