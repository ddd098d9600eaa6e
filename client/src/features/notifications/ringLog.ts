import type { RingEntry } from '@parley/shared/push';

const MOST = 100;
let entries: RingEntry[] = [];

/** Logs the decision of this page on a message, for the list of why it did or did not notify. */
export function noteRing(entry: RingEntry): void {
  entries = [entry, ...entries].slice(0, MOST);
}

export const pageRings = (): RingEntry[] => entries;
