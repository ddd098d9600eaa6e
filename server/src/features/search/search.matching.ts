import { LRUCache } from 'lru-cache';
import type { Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';
import { OrdinalSet } from './search.ordinals.js';
import type { SearchPlan } from './search.plan.js';
import { ordinalsInRooms } from './search.rooms.js';
import { readPostings, type TermsOfSegments } from './search.segments.js';
import { wordsWith, type Group } from './search.terms.js';
import { readVocabularies } from './search.vocabulary.js';

/** Parts with at least this many words are cached: "a" and "con" are often searched, and have thousands. */
const CACHED_FROM = 64;
/** Sets of 8 KB. */
const MAX_CACHED = 2000;

/** By segment and part. A segment never changes, so cached entries never become stale. */
const cacheOf = perServer(() => new LRUCache<string, OrdinalSet>({ max: MAX_CACHED }));

/** The terms of each group in one segment; undefined if a group has none. */
function termsFor(groups: Group[], vocabulary: string | undefined): string[][] | undefined {
  const all: string[][] = [];
  for (const { terms, part } of groups) {
    // A message with the word itself has this part, too.
    const meant = part ? wordsWith(vocabulary ?? '', part) : terms;
    if (meant.length === 0) return undefined;
    all.push(meant);
  }
  return all;
}

/** The query of one segment. */
interface Requested {
  segmentId: string;
  /** By group the cached set, or the terms to read. */
  groups: { stored?: OrdinalSet; terms: string[]; key?: string }[];
}

function askOf(
  segmentId: string,
  { groups }: SearchPlan,
  { vocabulary, stored }: { vocabulary: string | undefined; stored: LRUCache<string, OrdinalSet> },
): Requested | undefined {
  const terms = termsFor(groups, vocabulary);
  if (!terms) return undefined;
  return {
    segmentId,
    groups: groups.map(({ part }, i) => {
      const meant = terms[i] ?? [];
      if (!part || meant.length < CACHED_FROM) return { terms: meant };
      const key = `${segmentId} ${part.anywhere ? '*' : '^'}${part.text}`;
      const set = stored.get(key);
      return set ? { stored: set, terms: [], key } : { terms: meant, key };
    }),
  };
}

/** The messages of a segment that meet a plan, without regard to rooms. */
function cut(
  plan: SearchPlan,
  { groups }: Requested,
  { postings, stored }: { postings: Map<string, Buffer>; stored: LRUCache<string, OrdinalSet> },
): OrdinalSet | undefined {
  const having = (terms: string[]): OrdinalSet =>
    OrdinalSet.of(terms.flatMap((term) => postings.get(term) ?? []));
  let matching: OrdinalSet | undefined;
  for (const { stored: known, terms, key } of groups) {
    const met = known ?? having(terms);
    if (key !== undefined && !known) stored.set(key, met);
    if (matching) matching.keep(met);
    else matching = met.copy();
  }
  for (const { term, unless } of plan.without) {
    const unwanted = having([term]);
    if (unless !== undefined) unwanted.remove(having([unless]));
    matching?.remove(unwanted);
  }
  return matching;
}

/**
 * The messages of each segment that meet a plan and are in its rooms; segments without any may be missing. Only these
 * segments are read, and messages of other rooms are left out before anything is counted.
 */
export async function matchingIn(
  server: Server,
  plan: SearchPlan,
  segmentIds: string[],
): Promise<Map<string, OrdinalSet>> {
  const stored = cacheOf(server);
  const parts = plan.groups.some(({ part }) => part !== undefined);
  const vocabularies = parts ? await readVocabularies(server, segmentIds) : new Map<string, string>();
  const requested = segmentIds.flatMap(
    (segmentId) => askOf(segmentId, plan, { vocabulary: vocabularies.get(segmentId), stored }) ?? [],
  );
  const without = plan.without.flatMap(({ term, unless }) =>
    unless === undefined ? [term] : [term, unless],
  );
  const wanted: TermsOfSegments = new Map(
    requested.map(({ segmentId, groups }) => [
      segmentId,
      new Set([...groups.flatMap(({ terms }) => terms), ...without]),
    ]),
  );
  const postings = await readPostings(server, wanted);
  const matches = new Map<string, OrdinalSet>();
  for (const one of requested) {
    const matching = cut(plan, one, {
      postings: postings.get(one.segmentId) ?? new Map<string, Buffer>(),
      stored,
    });
    if (matching && !matching.empty) matches.set(one.segmentId, matching);
  }
  const inRooms = await ordinalsInRooms(server, [...matches.keys()], plan.roomIds);
  for (const [id, matching] of matches) matching.keep(inRooms.get(id) ?? new OrdinalSet());
  return matches;
}
