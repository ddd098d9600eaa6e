import type { Storage } from '../../platform/storage';

/** How many notified messages are stored: more than arrive while one tab lags behind another. */
const MAX_CACHED = 200;

/**
 * Whether this tab is the first of this browser to notify for a message. All tabs of a person share one IndexedDB database,
 * transactions are serialised: of concurrent calls exactly one returns true.
 */
export async function isFirstToRing(storage: Storage | undefined, messageId: string): Promise<boolean> {
  let first = true;
  const note = (stored: unknown): string[] => {
    const rung = (stored ?? []) as string[];
    first = !rung.includes(messageId);
    return first ? [messageId, ...rung].slice(0, MAX_CACHED) : rung;
  };
  // Where nothing can be stored, twice is better than never.
  await storage?.values.change('rung', note).catch(() => undefined);
  return first;
}
