import type { RingEntry } from '@parley/shared/push';

const MOST = 100;
let entries: RingEntry[] = [];

/** Notes what this page made of a message, for whoever asks why it did or did not ring. */
export function noteRing(entry: RingEntry): void {
  entries = [entry, ...entries].slice(0, MOST);
}

export const pageRings = (): RingEntry[] => entries;
