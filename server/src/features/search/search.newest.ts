import type { Server } from '../../platform/context.js';
import { byNewest, type Position } from './search.draft.js';
import { LiveSegments } from './search.live.js';
import type { SegmentDoc } from './search.model.js';
import { matchingIn } from './search.matching.js';
import type { OrdinalSet } from './search.ordinals.js';
import type { SearchPlan } from './search.plan.js';
import { BLOCK_SIZE, firstOrdinal, readBlocks } from './search.segments.js';
import { singlesMeeting } from './search.singles.js';

/** Segments opened first; twice as many each further time. */
const FIRST_WAVE = 1;
/** Positions looked up first in a segment; twice as many each further time: of many segments most have only a few. */
const LOOKED_UP_FIRST = 4;
const LOOKED_UP_MOST = 64;
/** A source of positions from the newest on, with those read and not yet returned. */
interface Source {
  found: Position[];
}

interface OpenSegment extends Source {
  segment: SegmentDoc;
  matching: OrdinalSet;
  /** Where to read on, and whether there is more. */
  next: number;
  more: boolean;
  lookUp: number;
}

/** Where a walk begins, and how many positions are likely to be taken. */
interface Start {
  behind?: Position | undefined;
  wanted: number;
}

/** The span in which positions are wanted, in ms since 1970, both ends included. */
function spanOf(plan: SearchPlan, behind: Position | undefined): { from: number; until: number } {
  const until = Math.min(plan.until === undefined ? Infinity : plan.until - 1, behind?.at ?? Infinity);
  return { from: plan.from ?? -Infinity, until };
}

/** Whether a position is in the days of a plan, and behind the start of the walk. */
const inSpan =
  ({ from = -Infinity, until = Infinity }: SearchPlan, behind: Position | undefined) =>
  (position: Position): boolean =>
    position.at >= from && position.at < until && (!behind || byNewest(behind, position) < 0);

/** Walks over single entries and segments from the newest on, and returns what meets a plan. */
class Walk {
  private readonly open: OpenSegment[] = [];
  private readonly single: Source;
  /** Not opened yet. */
  private readonly segments: LiveSegments;
  private wave = FIRST_WAVE;
  private readonly behind: Position | undefined;
  private readonly wanted: number;

  constructor(
    private readonly server: Server,
    private readonly plan: SearchPlan,
    /** Where it begins, and how many positions are likely to be taken. */
    { behind, wanted }: Start,
    sources: { single: Position[]; segments: LiveSegments },
  ) {
    this.behind = behind;
    this.wanted = wanted;
    this.single = { found: sources.single };
    this.segments = sources.segments;
  }

  /** The next position that is older than all before. */
  async next(): Promise<Position | undefined> {
    for (;;) {
      await this.fill();
      const first = this.newest();
      const unopened = await this.segments.first();
      if (!unopened || (first?.found[0] && first.found[0].at > unopened.newest.getTime()))
        return first?.found.shift();
      await this.openSome();
    }
  }

  private newest(): Source | undefined {
    return [this.single, ...this.open]
      .filter(({ found }) => found.length > 0)
      .reduce<Source | undefined>((best, source) => {
        const [a, b] = [source.found[0], best?.found[0]];
        return a && (!b || byNewest(a, b) < 0) ? source : best;
      }, undefined);
  }

  private async openSome(): Promise<void> {
    const segments = await this.segments.take(this.wave);
    const matches = await matchingIn(
      this.server,
      this.plan,
      segments.map(({ _id }) => _id),
    );
    this.wave *= 2;
    const { until } = spanOf(this.plan, this.behind);
    let { wanted } = this;
    for (const [i, segment] of segments.entries()) {
      const matching = matches.get(segment._id);
      if (!matching) continue;
      const next = until === Infinity ? 0 : firstOrdinal(segment, until);
      const likely = matching.list(next, wanted).length;
      // If the next segment overlaps with this one, its positions may lie between.
      const overlaps = (segments[i + 1]?.newest.getTime() ?? -Infinity) >= segment.oldest.getTime();
      if (!overlaps) wanted -= likely;
      const lookUp = Math.max(LOOKED_UP_FIRST, likely);
      this.open.push({ segment, matching, next, found: [], more: true, lookUp });
    }
  }

  private async fill(): Promise<void> {
    const empty = this.open.filter(
      (source): source is OpenSegment => source.more && source.found.length === 0,
    );
    if (empty.length === 0) return;
    const wanted = empty.map((source) => ({
      source,
      ordinals: source.matching.list(source.next, source.lookUp),
    }));
    const blockOf = (source: OpenSegment, ordinal: number): string =>
      `${source.segment._id}:${Math.floor(ordinal / BLOCK_SIZE)}`;
    const blockIds = wanted.flatMap(({ source, ordinals }) =>
      ordinals.map((ordinal) => blockOf(source, ordinal)),
    );
    const blocks = await readBlocks(this.server, [...new Set(blockIds)]);
    const { from } = spanOf(this.plan, this.behind);
    for (const { source, ordinals } of wanted) {
      source.found = ordinals.flatMap(
        (ordinal) => blocks.get(blockOf(source, ordinal))?.at(ordinal % BLOCK_SIZE) ?? [],
      );
      const last = source.found.at(-1);
      source.more = ordinals.length === source.lookUp && last !== undefined && last.at >= from;
      source.next = (ordinals.at(-1) ?? 0) + 1;
      source.lookUp = Math.min(LOOKED_UP_MOST, 2 * source.lookUp);
      source.found = source.found.filter(inSpan(this.plan, this.behind));
    }
    await this.fill();
  }

  static async begin(server: Server, plan: SearchPlan, start: Start): Promise<Walk> {
    const { behind } = start;
    // Before the segments are listed: what is sealed meanwhile is then found in both, never in neither.
    const single = await singlesMeeting(server, plan);
    return new Walk(server, plan, start, {
      single: single.filter(inSpan(plan, behind)),
      segments: new LiveSegments(server, spanOf(plan, behind)),
    });
  }
}

/**
 * The positions of messages that meet a plan, by the index, from the newest on, each once.
 * @param start behind which position to begin, and how many are likely to be taken
 */
export async function* newestFirst(
  server: Server,
  plan: SearchPlan,
  start: Start,
): AsyncGenerator<Position, void> {
  if (plan.groups.some(({ terms }) => terms.length === 0)) return;
  const walk = await Walk.begin(server, plan, start);
  let last: Position | undefined;
  for (;;) {
    const position = await walk.next();
    if (!position) return;
    // A changed message may be in two segments, at the same place in both.
    if (position.id !== last?.id) yield position;
    last = position;
  }
}
