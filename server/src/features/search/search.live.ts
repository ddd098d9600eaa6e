import type { Server } from '../../platform/context.js';
import type { SegmentDoc } from './search.model.js';
import { findLiveSegments } from './search.segments.js';

/** Segments of the first list; each further one is twice as long: a page is mostly in the newest. */
const LISTED_FIRST = 4;

/**
 * The segments with messages of a span, by their newest message, listed on demand.
 *
 * Replaced ones are left out: the replacement has a message at least as new, and more messages, and so is listed before them.
 * A segment replaced between two lists still exists for a while. Two segments that share a message have it at the same place.
 */
export class LiveSegments {
  private readonly listed: SegmentDoc[] = [];
  private readonly seen = new Set<string>();
  private readonly replaced = new Set<string>();
  /** The newest message of the last segment read, and how many of those read have the same. */
  private last: { newest: Date; count: number } | undefined;
  private size = LISTED_FIRST;
  private complete = false;

  /** @param span in ms since 1970, both ends included */
  constructor(
    private readonly server: Server,
    private readonly span: { from: number; until: number },
  ) {}

  /** The first that was not taken. */
  async first(): Promise<SegmentDoc | undefined> {
    await this.list(1);
    return this.listed[0];
  }

  /** Takes the next ones; fewer at the end. */
  async take(count: number): Promise<SegmentDoc[]> {
    await this.list(count);
    return this.listed.splice(0, count);
  }

  private async list(count: number): Promise<void> {
    while (this.listed.length < count && !this.complete) await this.listMore();
  }

  private async listMore(): Promise<void> {
    const limit = this.size + (this.last?.count ?? 0);
    const page = await findLiveSegments(this.server, { ...this.span, startingAt: this.last?.newest, limit });
    this.complete = page.length < limit;
    this.size *= 2;
    for (const segment of page) {
      if (this.seen.has(segment._id)) continue;
      this.seen.add(segment._id);
      for (const replaced of segment.replaces) this.replaced.add(replaced);
      if (!this.replaced.has(segment._id)) this.listed.push(segment);
      const same = this.last?.newest.getTime() === segment.newest.getTime();
      this.last = { newest: segment.newest, count: same ? (this.last?.count ?? 0) + 1 : 1 };
    }
  }
}
