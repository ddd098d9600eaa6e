import { setTimeout } from 'node:timers/promises';
import type { Server } from '../../platform/context.js';
import { InFlight } from '../../platform/inFlight.js';
import { perServer } from '../../platform/perServer.js';

/** Who has said something within this time goes on talking. */
export const REST_MS = 150;
/** Operations of one write while people talk: up to five milliseconds of the database, and two of this process. */
const FEW = 16;

/**
 * How fast the index is written beside people who talk. The built-in database does one thing after the other, so whoever says
 * something waits until what is being written is on disk: 300 entries at once were 130 ms for everybody, each ten seconds.
 */
export class SearchThrottle {
  private lastSaid = -Infinity;
  private readonly awaited = new InFlight();

  constructor(private readonly queues: Pick<Server['queues'], 'idle'>) {}

  /** Somebody has said something. */
  said(): void {
    this.lastSaid = performance.now();
  }

  get busy(): boolean {
    return performance.now() - this.lastSaid < REST_MS || !this.queues.idle;
  }

  /** How many are to be read or written at once, of as many as it would be if nobody talked. */
  atOnce(most: number): number {
    return this.busy ? Math.min(most, FEW) : most;
  }

  /** Lets others in, who have waited since then (in `performance.now()`): for as long again, if they talk. */
  async rest(since: number): Promise<void> {
    if (this.busy && this.awaited.idle) await setTimeout(performance.now() - since);
  }

  /** Somebody waits for this: no rests until it has settled. */
  hurry<T>(work: Promise<T>): Promise<T> {
    return this.awaited.track(work);
  }

  /** Writes in pieces, one after the other and in their order; while people talk in small ones, and rests after each as long as it took. */
  async inPieces<T>(items: T[], most: number, write: (piece: T[]) => Promise<unknown>): Promise<void> {
    for (let from = 0; from < items.length;) {
      const piece = items.slice(from, from + this.atOnce(most));
      const began = performance.now();
      await write(piece);
      from += piece.length;
      await this.rest(began);
    }
  }

  /** Reads in pieces likewise. @param read gives all of it, so many at a time */
  async *read<T>(most: number, read: (atOnce: number) => AsyncIterable<T>): AsyncGenerator<T, void> {
    const atOnce = this.atOnce(most);
    let count = 0;
    let began = performance.now();
    for await (const item of read(atOnce)) {
      yield item;
      count += 1;
      if (count % atOnce !== 0) continue;
      await this.rest(began);
      began = performance.now();
    }
  }
}

export const throttleOf = perServer((server) => new SearchThrottle(server.queues));
