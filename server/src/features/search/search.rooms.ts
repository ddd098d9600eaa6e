import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';
import { OrdinalSet } from './search.ordinals.js';
import { readPostings } from './search.segments.js';

/** Cached sets, of 8 KB each: for two hundred segments and the rooms of twenty people who search. */
const MAX_CACHED = 4000;

/** By segment and rooms; unused entries are evicted. A segment never changes, so cached ones never become stale. */
const cacheOf = perServer(() => new LRUCache<string, OrdinalSet>({ max: MAX_CACHED }));

/**
 * The messages of each segment that are in these rooms. Every search of a person needs it for the newest segments, and
 * without the cache it would be most of the reads: for twenty rooms 130 KB of each segment.
 */
export async function ordinalsInRooms(
  server: Server,
  segmentIds: string[],
  roomIds: string[],
): Promise<Map<string, OrdinalSet>> {
  const sets = cacheOf(server);
  const rooms = createHash('sha256')
    .update([...roomIds].sort().join())
    .digest('base64');
  const keyOf = (segmentId: string): string => `${segmentId} ${rooms}`;
  const found = new Map<string, OrdinalSet>();
  for (const segmentId of segmentIds) {
    const set = sets.get(keyOf(segmentId));
    if (set) found.set(segmentId, set);
  }
  const missing = segmentIds.filter((segmentId) => !found.has(segmentId));
  if (missing.length === 0) return found;
  const terms = roomIds.map((roomId) => `in:${roomId}`);
  for (const [segmentId, postings] of await readPostings(
    server,
    new Map(missing.map((segmentId) => [segmentId, terms])),
  )) {
    const set = OrdinalSet.of(postings.values());
    sets.set(keyOf(segmentId), set);
    found.set(segmentId, set);
  }
  return found;
}
