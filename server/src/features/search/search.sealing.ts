import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { trusted, Types } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { releaseLease, takeLease } from '../../platform/lease.js';
import {
  draftOf,
  draftWithout,
  mergeDrafts,
  withoutOrdinals,
  type SegmentDraft,
  type SegmentEntry,
} from './search.draft.js';
import { SearchDocs, Segments, type SegmentDoc } from './search.model.js';
import { SEGMENT_SIZE } from './search.ordinals.js';
import { throttleOf } from './search.throttle.js';
import { singlesChanged } from './search.singles.js';
import {
  findSegmentsWith,
  listLiveSegments,
  readSegment,
  removeSegment,
  writeSegment,
} from './search.segments.js';

/** Single entries are sealed from this number on; each costs a search some microseconds. */
const SEALED_FROM = 1000;
/** Above this number the writer has to wait for the sealing. */
const MOST_SINGLE = 4 * SEALED_FROM;
/** Read and removed at once. */
const BATCH = 200;
/** Segments of fewer messages are merged when there are many of them. */
const SMALL = SEGMENT_SIZE / 2;
/** Entries of one segment: those of a room with a long past then need no merging. */
export const SEALED_AT_ONCE = SMALL;
const MOST_SMALL = 16;
/** One of several nodes seals. */
const LEASE = 'search.sealing';
/** Longer than any step without a renewal. */
const LEASE_MS = 60_000;
/** Batches of a segment between two renewals. */
const RENEWED_EVERY = 20;
/** How long a replaced segment stays, for searches that began before. */
const OUTLIVED_MS = 60_000;

/**
 * Seals single entries into segments, and merges small ones. A crash in the middle leaves a segment that is not live,
 * which the next sealing removes, or entries that are in a segment already, which are found only once all the same.
 */
export class Sealing {
  private readonly holder = randomUUID();
  /** Single entries written since the last sealing; at the start there may be enough from before. */
  private added = SEALED_FROM;
  /** Serializes the work: resolves with the last that was begun. */
  private turn: Promise<unknown> = Promise.resolve();
  private stopped = false;

  constructor(private readonly server: Server) {}

  /**
   * Called after single entries were written. Starts sealing when there are enough of them, in the background, unless
   * they arrive faster than they are sealed.
   */
  async note(count: number): Promise<void> {
    this.added += count;
    if (this.added < SEALED_FROM) return;
    const crowded = this.added > MOST_SINGLE;
    this.added = 0;
    const sealed = this.inTurn(() => this.sealAll());
    if (crowded) await sealed;
  }

  /** Seals entries directly: many, after an import. False when the server is stopping. */
  async seal(entries: SegmentEntry[]): Promise<boolean> {
    let sealed = false;
    await this.inTurn(async () => {
      while (!this.stopped && !(await this.takeLease())) await setTimeout(LEASE_MS / 20);
      sealed = !this.stopped && (await this.write(entries));
      if (sealed) await this.mergeSmall();
    });
    return sealed;
  }

  /**
   * Rewrites the segments that have a term without its messages, which are deleted, and removes the old ones at once: a concurrent search
   * may miss other messages of theirs. False when the server is stopping.
   */
  async removeTerm(term: string): Promise<boolean> {
    let removed = false;
    await this.inTurn(async () => {
      while (!this.stopped && !(await this.takeLease())) await setTimeout(LEASE_MS / 20);
      for (const segment of await findSegmentsWith(this.server, term)) {
        if (this.stopped) return;
        const draft = await draftWithout(await readSegment(this.server, segment), term);
        if (draft.positions.length > 0 && !(await this.writeDraft(draft, [segment._id]))) return;
        await removeSegment(this.server, segment._id);
      }
      removed = !this.stopped;
    });
    return removed;
  }

  /**
   * Rewrites segments with messages from before a time without those that do not exist any more. False when the server is stopping.
   * @param present those of these messages that exist
   */
  async removeMissing(before: Date, present: (ids: string[]) => Promise<Set<string>>): Promise<boolean> {
    let removed = false;
    await this.inTurn(async () => {
      while (!this.stopped && !(await this.takeLease())) await setTimeout(LEASE_MS / 20);
      const old = await Segments(this.server)
        .find({ oldest: trusted({ $lte: before }) }, { starts: 0 })
        .lean<SegmentDoc[]>();
      for (const segment of old) {
        if (this.stopped) return;
        const draft = await readSegment(this.server, segment);
        const gone = new Set<number>();
        for (let from = 0; from < draft.positions.length; from += BATCH) {
          const ids = draft.positions.slice(from, from + BATCH).map(({ id }) => id);
          const there = await present(ids);
          for (const [i, id] of ids.entries()) if (!there.has(id)) gone.add(from + i);
        }
        if (gone.size === 0) continue;
        const rest = await withoutOrdinals(draft, gone);
        if (rest.positions.length > 0 && !(await this.writeDraft(rest, [segment._id]))) return;
        await removeSegment(this.server, segment._id);
      }
      removed = !this.stopped;
    });
    return removed;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.turn;
  }

  /** Serializes work. What fails is done by the next call. */
  private async inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.turn
      .then(work)
      .finally(() => releaseLease(this.server, LEASE, this.holder))
      .catch((error: unknown) =>
        this.server.log.warn({ err: error }, 'the search index could not be sealed'),
      );
    this.turn = done;
    await done;
  }

  private async sealAll(): Promise<void> {
    while (!this.stopped && (await this.takeLease())) {
      const entries: (SegmentEntry & { rev: number })[] = [];
      for await (const entry of throttleOf(this.server).read(BATCH, (batchSize) =>
        SearchDocs(this.server)
          .find({}, { at: 1, terms: 1, rev: 1 })
          .sort({ _id: 1 })
          .limit(SEALED_AT_ONCE)
          .lean()
          .cursor({ batchSize }),
      ))
        entries.push(entry);
      if (entries.length < SEALED_FROM || !(await this.write(entries))) break;
      await throttleOf(this.server).inPieces(entries, BATCH, (piece) =>
        SearchDocs(this.server).bulkWrite(
          // An entry that has changed meanwhile stays: the segment has its old words.
          piece.map(({ _id, rev }) => ({ deleteOne: { filter: { _id, rev } } })),
          { ordered: false },
        ),
      );
      await singlesChanged(this.server);
      await this.mergeSmall();
    }
  }

  private async write(entries: SegmentEntry[]): Promise<boolean> {
    const draft = await draftOf(entries);
    return await this.writeDraft(draft, []);
  }

  private async writeDraft(draft: SegmentDraft, replaces: string[]): Promise<boolean> {
    const segmentId = new Types.ObjectId().toHexString();
    // On a busy server a large segment takes a minute: the lease must not expire, nor the segment seem abandoned.
    let batches = 0;
    const goOn = async (): Promise<unknown> => (++batches % RENEWED_EVERY === 0 ? this.takeLease() : true);
    return await writeSegment(this.server, { segmentId, draft, replaces }, goOn);
  }

  private async mergeSmall(): Promise<void> {
    const live = await listLiveSegments(this.server);
    const small = live.filter(({ count }) => count < SMALL).sort((a, b) => a.count - b.count);
    if (small.length >= MOST_SMALL) {
      const chosen: SegmentDoc[] = [];
      let sum = 0;
      for (const segment of small) {
        sum += segment.count;
        if (sum <= SEGMENT_SIZE) chosen.push(segment);
      }
      const drafts = [];
      for (const segment of chosen) drafts.push(await readSegment(this.server, segment));
      const replaces = chosen.map(({ _id }) => _id);
      if (await this.takeLease()) await this.writeDraft(await mergeDrafts(drafts), replaces);
    }
    await this.removeReplaced();
  }

  /** Removes segments replaced some time ago, and those that a crash has left incomplete. */
  private async removeReplaced(): Promise<void> {
    const until = new Date(Date.now() - OUTLIVED_MS);
    const old = { madeAt: trusted({ $lt: until }) };
    for (const { _id } of await Segments(this.server)
      .find({ live: false, ...old })
      .lean())
      await removeSegment(this.server, _id);
    for (const { _id, replaces } of await Segments(this.server)
      .find({ live: true, ...old })
      .lean()) {
      for (const replaced of replaces) await removeSegment(this.server, replaced);
      if (replaces.length > 0) await Segments(this.server).updateOne({ _id }, { $set: { replaces: [] } });
    }
  }

  private takeLease(): Promise<boolean> {
    return takeLease(this.server, LEASE, { holder: this.holder, ms: LEASE_MS });
  }
}
