import { LRUCache } from 'lru-cache';
import type { Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';
import { OrdinalSet } from './search.ordinals.js';
import type { SearchPlan } from './search.plan.js';
import { ordinalsInRooms } from './search.rooms.js';
import { readPostings, type TermsOfSegments } from './search.segments.js';
import { wordsWith, type Group } from './search.terms.js';
import { readVocabularies } from './search.vocabulary.js';

/** Parts with at least this many words are cached: "a" and "con" are typed often, and have thousands. */
const KEPT_FROM = 64;
/** Sets of 8 KB. */
const MOST_KEPT = 2000;

/** By segment and part. A segment never changes, so cached entries never become stale. */
const keptOf = perServer(() => new LRUCache<string, OrdinalSet>({ max: MOST_KEPT }));

/** Of one segment, which terms stand for each group; undefined where a group is met by nothing. */
function termsFor(groups: Group[], vocabulary: string | undefined): string[][] | undefined {
  const all: string[][] = [];
  for (const { terms, part } of groups) {
    // A message with the word has its part, too.
    const meant = part ? wordsWith(vocabulary ?? '', part) : terms;
    if (meant.length === 0) return undefined;
    all.push(meant);
  }
  return all;
}

/** One segment while it is asked. */
interface Asked {
  segmentId: string;
  /** Of each group the set that was kept, or the terms that are read. */
  groups: { kept?: OrdinalSet; terms: string[]; key?: string }[];
}

function askOf(
  segmentId: string,
  { groups }: SearchPlan,
  { vocabulary, kept }: { vocabulary: string | undefined; kept: LRUCache<string, OrdinalSet> },
): Asked | undefined {
  const terms = termsFor(groups, vocabulary);
  if (!terms) return undefined;
  return {
    segmentId,
    groups: groups.map(({ part }, i) => {
      const meant = terms[i] ?? [];
      if (!part || meant.length < KEPT_FROM) return { terms: meant };
      const key = `${segmentId} ${part.anywhere ? '*' : '^'}${part.text}`;
      const set = kept.get(key);
      return set ? { kept: set, terms: [], key } : { terms: meant, key };
    }),
  };
}

/** The messages of a segment that meet a plan, without regard to rooms. */
function cut(
  plan: SearchPlan,
  { groups }: Asked,
  { postings, kept }: { postings: Map<string, Buffer>; kept: LRUCache<string, OrdinalSet> },
): OrdinalSet | undefined {
  const having = (terms: string[]): OrdinalSet =>
    OrdinalSet.of(terms.flatMap((term) => postings.get(term) ?? []));
  let matching: OrdinalSet | undefined;
  for (const { kept: known, terms, key } of groups) {
    const met = known ?? having(terms);
    if (key !== undefined && !known) kept.set(key, met);
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
 * Which messages of each segment meet a plan and lie in its rooms; segments that have none may be missing. Nothing but these
 * segments is looked at, and what lies in other rooms is left out before anything is counted.
 */
export async function matchingIn(
  server: Server,
  plan: SearchPlan,
  segmentIds: string[],
): Promise<Map<string, OrdinalSet>> {
  const kept = keptOf(server);
  const parts = plan.groups.some(({ part }) => part !== undefined);
  const vocabularies = parts ? await readVocabularies(server, segmentIds) : new Map<string, string>();
  const asked = segmentIds.flatMap(
    (segmentId) => askOf(segmentId, plan, { vocabulary: vocabularies.get(segmentId), kept }) ?? [],
  );
  const without = plan.without.flatMap(({ term, unless }) =>
    unless === undefined ? [term] : [term, unless],
  );
  const wanted: TermsOfSegments = new Map(
    asked.map(({ segmentId, groups }) => [
      segmentId,
      new Set([...groups.flatMap(({ terms }) => terms), ...without]),
    ]),
  );
  const postings = await readPostings(server, wanted);
  const matches = new Map<string, OrdinalSet>();
  for (const one of asked) {
    const matching = cut(plan, one, {
      postings: postings.get(one.segmentId) ?? new Map<string, Buffer>(),
      kept,
    });
    if (matching && !matching.empty) matches.set(one.segmentId, matching);
  }
  const inRooms = await ordinalsInRooms(server, [...matches.keys()], plan.roomIds);
  for (const [id, matching] of matches) matching.keep(inRooms.get(id) ?? new OrdinalSet());
  return matches;
}
