import { setTimeout } from 'node:timers/promises';
import type { Server } from '../../platform/context.js';
import { InFlight } from '../../platform/inFlight.js';
import { perServer } from '../../platform/perServer.js';

/** Within this time after a message the server counts as busy. */
export const REST_MS = 150;
/** Operations of one write on a busy server: up to five milliseconds of the database, and two of this process. */
const FEW = 16;

/**
 * Throttles the writes of the index in favour of messages. The built-in database serializes writes, so a new message waits
 * until the present write is on disk: 300 entries at once were 130 ms for everybody, each ten seconds.
 */
export class SearchThrottle {
  private lastSaid = -Infinity;
  private readonly awaited = new InFlight();

  constructor(private readonly queues: Pick<Server['queues'], 'idle'>) {}

  /** A message was sent. */
  said(): void {
    this.lastSaid = performance.now();
  }

  get busy(): boolean {
    return performance.now() - this.lastSaid < REST_MS || !this.queues.idle;
  }

  /** How many to read or write at once: `most`, or fewer on a busy server. */
  atOnce(most: number): number {
    return this.busy ? Math.min(most, FEW) : most;
  }

  /** On a busy server: pauses for as long as the work since `since` (in `performance.now()`) took. */
  async rest(since: number): Promise<void> {
    if (this.busy && this.awaited.idle) await setTimeout(performance.now() - since);
  }

  /** A search waits for this work: no pauses until it has settled. */
  hurry<T>(work: Promise<T>): Promise<T> {
    return this.awaited.track(work);
  }

  /** Writes in pieces, in order; on a busy server in small ones, with a pause after each as long as it took. */
  async inPieces<T>(items: T[], most: number, write: (piece: T[]) => Promise<unknown>): Promise<void> {
    for (let from = 0; from < items.length;) {
      const piece = items.slice(from, from + this.atOnce(most));
      const began = performance.now();
      await write(piece);
      from += piece.length;
      await this.rest(began);
    }
  }

  /** Reads in pieces likewise. @param read returns all of it, with this batch size */
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
