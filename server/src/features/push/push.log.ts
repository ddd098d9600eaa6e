import type { RingEntry } from '@parley/shared/push';
import type { Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';

const MOST_ENTRIES = 100;
const MOST_DEVICES = 5000;
const logsOf = perServer(() => new Map<string, RingEntry[]>());

/** Logs the outcome for one device (its session). In memory: for debugging only. */
export function noteRing(server: Server, sessionId: string, entry: RingEntry): void {
  const all = logsOf(server);
  const entries = all.get(sessionId) ?? [];
  all.delete(sessionId);
  all.set(sessionId, [entry, ...entries].slice(0, MOST_ENTRIES));
  const [oldest] = all.keys();
  if (all.size > MOST_DEVICES && oldest !== undefined) all.delete(oldest);
}

export const logOf = (server: Server, sessionId: string): RingEntry[] => logsOf(server).get(sessionId) ?? [];
