import { trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { duplicateKey } from '../../platform/database.js';
import { readChangesAfter, readHeads, type MessageDoc } from '../messages/messages.access.js';
import { listRoomIdsOfAll } from '../rooms/rooms.access.js';
import { Indexed, SearchDocs, Words, type SearchDoc } from './search.model.js';
import type { SegmentEntry } from './search.draft.js';
import { SEALED_AT_ONCE, Sealing } from './search.sealing.js';
import { endsOf, isWord, messageTerms } from './search.terms.js';

/** Read and written at once. */
const BATCH = 300;
/** A change more or less is an entry of its own; so many are a segment. */
const SEALED_DIRECTLY = 1000;

/** Writes that lost to another node's newer entry are no error: what is there is at least as new. */
async function ignoringRepeats(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!duplicateKey(error)) throw error;
  }
}

/** So many counts wait in memory before they are written; a crash loses them, and nobody needs them exact. */
const MOST_WAITING = 50_000;
const MOST_KNOWN = 300_000;

/** Counts in how many messages each term is. New terms are written at once, since a search asks for them by name. */
class TermCounter {
  private readonly known = new Set<string>();
  private waiting = new Map<string, number>();

  constructor(private readonly server: Server) {}

  async add(entries: { terms: string[] }[]): Promise<void> {
    const fresh = new Map<string, number>();
    for (const { terms } of entries)
      for (const term of terms) {
        const counts = this.known.has(term) ? this.waiting : fresh;
        counts.set(term, (counts.get(term) ?? 0) + 1);
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
    const all = [...counts];
    for (let from = 0; from < all.length; from += BATCH) await this.writeSome(all.slice(from, from + BATCH));
  }

  private async writeSome(counts: [string, number][]): Promise<void> {
    await ignoringRepeats(
      Words(this.server).bulkWrite(
        counts.map(([term, n]) => ({
          updateOne: {
            filter: { _id: term },
            update: { $inc: { n }, $setOnInsert: { ends: isWord(term) ? endsOf(term) : [] } },
            upsert: true,
          },
        })),
        { ordered: false },
      ),
    );
  }
}

type Entry = SearchDoc & SegmentEntry;

const entryOf = (message: MessageDoc): Entry => {
  const { _id, roomId, rev, createdAt } = message;
  return { _id, roomId, rev, at: createdAt, terms: messageTerms(message) };
};

/** Writes entries one by one, each under its message's id. */
async function writeEntries(server: Server, entries: Entry[]): Promise<void> {
  for (let from = 0; from < entries.length; from += BATCH)
    await ignoringRepeats(
      SearchDocs(server).bulkWrite(
        entries.slice(from, from + BATCH).map(({ _id, ...entry }) => ({
          updateOne: {
            // A node that is late must not put an older text back: then nothing matches, and the insert is refused.
            filter: { _id, rev: { $lt: entry.rev } },
            update: { $set: entry },
            upsert: true,
          },
        })),
        { ordered: false },
      ),
    );
}

interface Job {
  done: Promise<void>;
  finish: () => void;
}

function newJob(): Job {
  let finish = (): void => undefined;
  const done = new Promise<void>((resolve) => (finish = resolve));
  return { done, finish };
}

/**
 * What is said is indexed when nothing was said for so long and nothing waits to be written, or after so long in all. A turn
 * asks the database five times and takes apart every word, and whoever sends would wait behind that: a busy server that
 * indexed at once was a third as fast. Whoever searches does not wait (`settled`).
 */
const REST_MS = 150;
const LONGEST_REST_MS = 10_000;

/**
 * Keeps the index up with the messages. Each room is read on from where its cursor stands, so a crash loses nothing and
 * several nodes do no harm to each other: the same change indexed twice gives the same entry.
 */
export class SearchIndexer {
  /** Rooms that wait for their turn, each with how to tell that it is done. */
  private waiting = new Map<string, Job>();
  /** Rooms that are being indexed. */
  private current = new Map<string, Job>();
  private rest: NodeJS.Timeout | undefined;
  /** When something was said last, and when what waits must be indexed at the latest; ms since the process began. */
  private lastNoted = 0;
  private latest = 0;
  /** Somebody searches: what waits is next, without a rest. */
  private hurried = false;
  private stopped = false;

  private readonly counter: TermCounter;
  private readonly sealing: Sealing;

  constructor(private readonly server: Server) {
    this.counter = new TermCounter(server);
    this.sealing = new Sealing(server);
  }

  /** Something has changed in this room. */
  note(roomId: string): void {
    if (this.stopped) return;
    this.lastNoted = performance.now();
    if (!this.waiting.has(roomId)) this.waiting.set(roomId, newJob());
    if (this.current.size === 0 && !this.rest) this.takeRest();
  }

  private takeRest(): void {
    this.latest = performance.now() + LONGEST_REST_MS;
    const look = (): void => {
      const now = performance.now();
      const busy = now - this.lastNoted < REST_MS || !this.server.queues.idle;
      if (busy && now < this.latest) this.rest = setTimeout(look, REST_MS);
      else void this.run();
    };
    this.rest = setTimeout(look, REST_MS);
  }

  /** Resolves when all that was noted until now is in the index; what is said meanwhile is not waited for. */
  async settled(): Promise<void> {
    const jobs = [...this.current.values(), ...this.waiting.values()];
    if (this.waiting.size > 0) {
      this.hurried = true;
      if (this.current.size === 0) void this.run();
    }
    await Promise.all(jobs.map(({ done }) => done));
  }

  /** Finds the rooms that are behind, after a start: what another life of the server left. */
  async catchUp(): Promise<void> {
    const cursors = new Map(
      (await Indexed(this.server).find().lean()).map(({ _id, rev }) => [String(_id), rev]),
    );
    for await (const roomId of listRoomIdsOfAll(this.server)) {
      if (this.stopped) return;
      const { headRev } = await readHeads(this.server, roomId);
      if (headRev > (cursors.get(roomId) ?? 0)) this.note(roomId);
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.rest);
    for (const job of this.waiting.values()) job.finish();
    this.waiting.clear();
    await this.settled();
    await this.sealing.stop();
    await this.counter.flush();
  }

  /** Indexes what waits now; what comes meanwhile takes its rest first. */
  private async run(): Promise<void> {
    clearTimeout(this.rest);
    this.rest = undefined;
    this.hurried = false;
    this.current = this.waiting;
    this.waiting = new Map();
    for (const [roomId, job] of this.current) {
      try {
        await this.indexRoom(roomId);
      } catch (error) {
        // The next change of the room, or the next start, goes on from the same cursor.
        this.server.log.warn({ err: error, roomId }, 'a room could not be indexed');
      }
      job.finish();
    }
    this.current = new Map();
    this.goOn();
  }

  private goOn(): void {
    if (this.waiting.size === 0) return;
    if (this.hurried) void this.run();
    else this.takeRest();
  }

  private async indexRoom(roomId: string): Promise<void> {
    let rev = (await Indexed(this.server).findById(roomId).lean())?.rev ?? 0;
    for (;;) {
      const { entries, upTo } = await this.readOn(roomId, rev);
      if (upTo === rev || this.stopped) return;
      await this.write(entries);
      rev = upTo;
      await Indexed(this.server).updateOne({ _id: roomId }, { $max: { rev } }, { upsert: true });
    }
  }

  /** Entries of what has changed in a room since a rev: all, or as many as are sealed at once. */
  private async readOn(roomId: string, rev: number): Promise<{ entries: Entry[]; upTo: number }> {
    const entries: Entry[] = [];
    let upTo = rev;
    while (entries.length < SEALED_AT_ONCE && !this.stopped) {
      const messages = await readChangesAfter(this.server, roomId, upTo, BATCH);
      const gone = messages.filter((message) => message.deletedAt !== null || message.notice !== null);
      if (gone.length > 0)
        await SearchDocs(this.server).deleteMany({ _id: trusted({ $in: gone.map(({ _id }) => _id) }) });
      for (const message of messages)
        if (message.deletedAt === null && message.notice === null) entries.push(entryOf(message));
      upTo = messages.at(-1)?.rev ?? upTo;
      if (messages.length < BATCH) break;
    }
    return { entries, upTo };
  }

  private async write(entries: Entry[]): Promise<void> {
    const sealed = entries.length >= SEALED_DIRECTLY && (await this.sealing.seal(entries));
    if (!sealed) {
      await writeEntries(this.server, entries);
      await this.sealing.note(entries.length);
    }
    await this.counter.add(entries);
  }
}
