import { trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { ignoringRepeats, insertNew } from '../../platform/database.js';
import { readChangesAfter, readNewest, type MessageDoc } from '../messages/messages.access.js';
import { listRoomIdsOfAll } from '../rooms/rooms.access.js';
import { Cursors } from './search.cursors.js';
import { SearchDocs, type SearchDoc } from './search.model.js';
import type { SegmentEntry } from './search.draft.js';
import { paceOf, REST_MS, type Pace } from './search.pace.js';
import { SEALED_AT_ONCE, Sealing } from './search.sealing.js';
import { singlesChanged } from './search.singles.js';
import { messageTerms } from './search.terms.js';

/** Written at once, and read of a room before another one has its turn; of very many rooms fewer are read. */
const BATCH = 300;
const LEAST_READ = 20;
/** Rooms of which one asks at once whether they are behind. */
const LOOKED_AT_ONCE = 50;
/** A change more or less is an entry of its own; so many are a segment. */
const SEALED_DIRECTLY = 1000;

type Entry = SearchDoc & SegmentEntry;

const entryOf = (message: MessageDoc): Entry => {
  const { _id, roomId, rev, createdAt } = message;
  return { _id, roomId, rev, at: createdAt, terms: messageTerms(message) };
};

/** Writes entries one by one, each under its message's id. Most are of new messages. */
async function writeEntries(server: Server, entries: Entry[]): Promise<void> {
  await paceOf(server).inPieces(entries, BATCH, async (piece) => {
    const taken = await insertNew(SearchDocs(server), piece);
    if (taken.length === 0) return;
    await ignoringRepeats(
      SearchDocs(server).collection.bulkWrite(
        taken.map(({ _id, ...entry }) => ({
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
  });
}

interface Job {
  done: Promise<void>;
  finish: () => void;
  /** It may have a long past to be read. */
  long: boolean;
}

function newJob(): Job {
  let finish = (): void => undefined;
  const done = new Promise<void>((resolve) => (finish = resolve));
  return { done, finish, long: false };
}

/** A room that is read on behind a rev; `nextAt` is when its next change was said, in ms since 1970. */
interface Reading {
  roomId: string;
  rev: number;
  nextAt: number;
}

const oldest = (rooms: Set<Reading>): Reading | undefined =>
  [...rooms].reduce<Reading | undefined>(
    (first, room) => (first && first.nextAt <= room.nextAt ? first : room),
    undefined,
  );

/**
 * What is said is indexed when nothing was said for so long and nothing waits to be written, or after so long in all. A turn
 * asks the database five times and takes apart every word, and whoever sends would wait behind that: a busy server that
 * indexed at once was a third as fast. Whoever searches does not wait (`settled`).
 */
const LONGEST_REST_MS = 10_000;
/** A room that another node is at is looked at again after so long. */
const BESIDE_MS = 1000;

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
  /** When what waits must be indexed at the latest; ms since the process began. */
  private latest = 0;
  /** Somebody searches: what waits is next, without a rest. */
  private hurried = false;
  private stopped = false;

  private readonly pace: Pace;
  private readonly cursors: Cursors;
  private readonly sealing: Sealing;

  constructor(private readonly server: Server) {
    this.pace = paceOf(server);
    this.cursors = new Cursors(server);
    this.sealing = new Sealing(server);
  }

  /** Something has changed in this room. */
  note(roomId: string): void {
    if (this.stopped) return;
    this.pace.said();
    if (!this.waiting.has(roomId)) this.waiting.set(roomId, newJob());
    if (this.current.size === 0 && !this.rest) this.takeRest();
  }

  private takeRest(restMs = REST_MS): void {
    this.latest = performance.now() + LONGEST_REST_MS;
    const look = (): void => {
      if (this.pace.busy && performance.now() < this.latest) this.rest = setTimeout(look, REST_MS);
      else void this.run();
    };
    this.rest = setTimeout(look, restMs);
  }

  /**
   * Resolves when all that was noted until now is in the index; what is said meanwhile is not waited for.
   * @param roomIds of these rooms alone: what happens in others must not show in an answer
   */
  async settled(roomIds?: ReadonlySet<string>): Promise<void> {
    const awaited = ([roomId]: [string, Job]): boolean => roomIds?.has(roomId) ?? true;
    const waiting = [...this.waiting].filter(awaited);
    const jobs = [...[...this.current].filter(awaited), ...waiting].map(([, job]) => job);
    if (waiting.length > 0) {
      this.hurried = true;
      if (this.current.size === 0) void this.run();
    }
    await this.pace.hurry(Promise.all(jobs.map(({ done }) => done)));
  }

  /** Finds the rooms that are behind: what another life of the server left, or another node that is gone. */
  async catchUp(): Promise<void> {
    const cursors = await this.cursors.all();
    let some: string[] = [];
    const look = async (): Promise<void> => {
      for (const [roomId, { heads }] of await readNewest(this.server, some)) {
        if (heads.headRev <= (cursors.get(roomId) ?? 0)) continue;
        this.note(roomId);
        const job = this.waiting.get(roomId);
        if (job) job.long = true;
      }
      some = [];
    };
    for await (const roomId of listRoomIdsOfAll(this.server)) {
      if (this.stopped) return;
      some.push(roomId);
      if (some.length >= LOOKED_AT_ONCE) await look();
    }
    await look();
  }

  /**
   * Removes all traces of somebody's messages, which are deleted already. False when the server is stopping.
   * @throws Error when the database fails
   */
  async forgetAuthor(userId: string): Promise<boolean> {
    await this.settled();
    const term = `from:${userId}`;
    await SearchDocs(this.server).deleteMany({ terms: term });
    await singlesChanged(this.server);
    return await this.sealing.removeTerm(term);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.rest);
    for (const job of this.waiting.values()) job.finish();
    this.waiting.clear();
    await this.settled();
    await this.sealing.stop();
  }

  /** Indexes what waits now; what comes meanwhile takes its rest first. */
  private async run(): Promise<void> {
    clearTimeout(this.rest);
    this.rest = undefined;
    this.hurried = false;
    this.current = this.waiting;
    this.waiting = new Map();
    let beside: [string, Job][] = [];
    try {
      const rooms = await this.begin();
      const taken = new Set([...rooms].map(({ roomId }) => roomId));
      beside = [...this.current].filter(([roomId]) => !taken.has(roomId));
      await this.indexRooms(rooms);
      if (this.stopped) await this.cursors.release([...taken]);
    } catch (error) {
      // The next change of a room, or the next start, goes on from the same cursor.
      this.server.log.warn({ err: error }, 'the search index could not be written');
    }
    for (const [roomId] of beside) this.current.delete(roomId);
    for (const job of this.current.values()) job.finish();
    this.current = new Map();
    for (const [roomId, job] of beside) this.goOnWith(roomId, job);
    this.goOn(beside.length > 0);
  }

  /** Another node is at this room: what it has not read of it then is read here. */
  private goOnWith(roomId: string, job: Job): void {
    const waiting = this.waiting.get(roomId);
    if (this.stopped) job.finish();
    else if (waiting) void waiting.done.then(job.finish);
    else this.waiting.set(roomId, job);
  }

  private goOn(beside: boolean): void {
    if (this.waiting.size === 0) return;
    if (this.hurried) void this.run();
    else this.takeRest(beside ? BESIDE_MS : REST_MS);
  }

  /** Where the rooms of this turn are read on: those that no other node is at. */
  private async begin(): Promise<Set<Reading>> {
    const revs = await this.cursors.take([...this.current.keys()]);
    const rooms = new Set<Reading>();
    for (const [roomId, rev] of revs) {
      const [next] = this.current.get(roomId)?.long
        ? await readChangesAfter(this.server, roomId, rev, 1)
        : [];
      rooms.add({ roomId, rev, nextAt: next?.createdAt.getTime() ?? -Infinity });
    }
    return rooms;
  }

  /**
   * Indexes these rooms up to now, of all of them together from what was said first: what is sealed into one segment
   * was then said at about the same time, and a search for the newest opens few segments.
   */
  private async indexRooms(rooms: Set<Reading>): Promise<void> {
    const atOnce = Math.min(BATCH, Math.max(LEAST_READ, Math.floor(SEALED_AT_ONCE / 4 / rooms.size)));
    let entries: Entry[] = [];
    let read = new Map<string, number>();
    const write = async (): Promise<void> => {
      await this.write(entries);
      await this.cursors.put(read, new Set([...rooms].map(({ roomId }) => roomId)));
      entries = [];
      read = new Map();
    };
    for (let room = oldest(rooms); room && !this.stopped; room = oldest(rooms)) {
      const { roomId } = room;
      const began = performance.now();
      const part = await this.readOn(room, this.pace.atOnce(atOnce)).catch((error: unknown) => {
        this.server.log.warn({ err: error, roomId }, 'a room could not be indexed');
      });
      if (part) {
        entries.push(...part.entries);
        read.set(roomId, part.upTo);
        room.rev = part.upTo;
      }
      if (part?.nextAt === undefined) rooms.delete(room);
      else room.nextAt = part.nextAt;
      if (entries.length >= SEALED_AT_ONCE) await write();
      else await this.pace.rest(began);
    }
    if (read.size > 0 && !this.stopped) await write();
  }

  /** Entries of what has changed next in a room; `nextAt` is undefined when that was all. */
  private async readOn(
    { roomId, rev }: Reading,
    atOnce: number,
  ): Promise<{ entries: Entry[]; upTo: number; nextAt: number | undefined }> {
    const found = await readChangesAfter(this.server, roomId, rev, atOnce + 1);
    const messages = found.slice(0, atOnce);
    const isGone = ({ deletedAt, notice }: MessageDoc): boolean => deletedAt !== null || notice !== null;
    const gone = messages.filter(isGone).map(({ _id }) => _id);
    if (gone.length > 0) await SearchDocs(this.server).deleteMany({ _id: trusted({ $in: gone }) });
    return {
      entries: messages.filter((message) => !isGone(message)).map(entryOf),
      upTo: messages.at(-1)?.rev ?? rev,
      nextAt: found[atOnce]?.createdAt.getTime(),
    };
  }

  private async write(entries: Entry[]): Promise<void> {
    const sealed = entries.length >= SEALED_DIRECTLY && (await this.sealing.seal(entries));
    if (!sealed) await writeEntries(this.server, entries);
    // Also where none was written: deleted messages have lost theirs.
    await singlesChanged(this.server);
    if (!sealed) await this.sealing.note(entries.length);
  }
}
