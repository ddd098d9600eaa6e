import type { Server } from '../../platform/context.js';
import { insertNew } from '../../platform/database.js';
import { breathe, MESSAGES_OF_A_BREATH } from './search.draft.js';
import { Words, type WordDoc } from './search.model.js';
import { paceOf } from './search.pace.js';
import { countTerms } from './search.words.js';
import { isWord, piecesOf } from './search.terms.js';

/** Written at once. */
const BATCH = 300;
/** So many counts wait in memory before they are written; a crash loses them, and nobody needs them exact. */
const MOST_WAITING = 50_000;
const MOST_KNOWN = 300_000;

const rankOf = (n: number): number => Math.floor(Math.log2(n));

/** Counts in how many messages each term is. New terms are written at once, since a search asks for them by name. */
export class TermCounter {
  private readonly known = new Set<string>();
  private waiting = new Map<string, number>();

  constructor(private readonly server: Server) {}

  async add(entries: { terms: string[] }[]): Promise<void> {
    const fresh = new Map<string, number>();
    for (const [i, { terms }] of entries.entries()) {
      for (const term of terms) {
        const counts = this.known.has(term) ? this.waiting : fresh;
        counts.set(term, (counts.get(term) ?? 0) + 1);
      }
      if (i % MESSAGES_OF_A_BREATH === MESSAGES_OF_A_BREATH - 1) await breathe();
    }
    await this.write(fresh);
    if (this.known.size > MOST_KNOWN) this.known.clear();
    for (const term of fresh.keys()) this.known.add(term);
    if (this.waiting.size >= MOST_WAITING) await this.flush();
  }

  async flush(): Promise<void> {
    const { waiting } = this;
    this.waiting = new Map();
    await this.write(waiting);
  }

  private async write(counts: Map<string, number>): Promise<void> {
    await paceOf(this.server).inPieces([...counts], BATCH, (piece) => this.writeSome(piece));
  }

  private async writeSome(counts: [string, number][]): Promise<void> {
    const before = await countTerms(
      this.server,
      counts.map(([term]) => term),
    );
    const fresh = counts.filter(([term]) => !before.has(term));
    const taken = await insertNew(
      Words(this.server),
      fresh.map(([term, n]): WordDoc => ({
        _id: term,
        n,
        rank: rankOf(n),
        pieces: isWord(term) ? piecesOf(term) : [],
      })),
    );
    // Another node was faster with a few of them.
    const more = [
      ...counts.filter(([term]) => before.has(term)),
      ...taken.map(({ _id, n }) => [_id, n] as const),
    ];
    if (more.length === 0) return;
    await Words(this.server).collection.bulkWrite(
      more.map(([term, n]) => ({
        updateOne: {
          filter: { _id: term as never },
          update: { $inc: { n }, $set: { rank: rankOf((before.get(term) ?? 0) + n) } },
        },
      })),
      { ordered: false },
    );
  }
}
