import type { Storage } from '../../platform/storage';

/** So many messages are remembered as rung: more than ever come while one tab is slower than another. */
const MAX_CACHED = 200;

/**
 * Is this tab the first of this browser to ring for a message? All tabs of a person share one IndexedDB database, whose
 * transactions are serialised: of concurrent calls exactly one returns true.
 */
export async function isFirstToRing(storage: Storage | undefined, messageId: string): Promise<boolean> {
  let first = true;
  const note = (stored: unknown): string[] => {
    const rung = (stored ?? []) as string[];
    first = !rung.includes(messageId);
    return first ? [messageId, ...rung].slice(0, MAX_CACHED) : rung;
  };
  // Where nothing can be kept, twice is better than never.
  await storage?.values.change('rung', note).catch(() => undefined);
  return first;
}
