import { trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { ignoringRepeats, insertNew } from '../../platform/database.js';
import { perServer } from '../../platform/perServer.js';
import { readChangesAfter, type MessageDoc } from '../messages/messages.access.js';
import type { Cursor } from '../messages/cursors.access.js';
import { Follower, type Reading, type Turn } from '../messages/follower.access.js';
import { Indexed, SearchDocs, type SearchDoc } from './search.model.js';
import type { SegmentEntry } from './search.draft.js';
import { throttleOf, REST_MS, type SearchThrottle } from './search.throttle.js';
import { SEALED_AT_ONCE, Sealing } from './search.sealing.js';
import { singlesChanged } from './search.singles.js';
import { messageTerms } from './search.terms.js';

/** Written at once, and read of a room before another one has its turn; of very many rooms fewer are read. */
const BATCH = 300;
const LEAST_READ = 20;
/** A change more or less is an entry of its own; so many are a segment. */
const SEALED_DIRECTLY = 1000;

type Entry = SearchDoc & SegmentEntry;

const entryOf = (message: MessageDoc): Entry => {
  const { _id, roomId, rev, createdAt } = message;
  return { _id, roomId, rev, at: createdAt, terms: messageTerms(message) };
};

/** Writes entries one by one, each under its message's id. Most are of new messages. */
async function writeEntries(server: Server, entries: Entry[]): Promise<void> {
  await throttleOf(server).inPieces(entries, BATCH, async (piece) => {
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

/**
 * What is written is indexed when nothing was written for REST_MS and nothing waits to be stored, or after so long in all. A turn
 * asks the database five times and takes apart every word, and senders would wait behind that: a busy server that indexed at once was
 * a third as fast. Searches do not wait for it (`settled`).
 */
const LONGEST_REST_MS = 10_000;

/** A room in its turn; `nextAt` is when its next change was made, in ms since 1970. */
interface Place extends Reading {
  nextAt: number;
}

/** The room whose next change was made first. */
const oldest = (rooms: Set<Place>): Place | undefined =>
  [...rooms].reduce<Place | undefined>(
    (first, room) => (first && first.nextAt <= room.nextAt ? first : room),
    undefined,
  );

/** Entries of what changed next in a room; `nextAt` is undefined when that was all. */
interface Part {
  entries: Entry[];
  upTo: Cursor;
  nextAt: number | undefined;
}

/**
 * Follows the rooms with the index. A crash loses nothing and several nodes do no harm to each other: the same change indexed twice
 * gives the same entry.
 */
export class SearchIndexer {
  private readonly throttle: SearchThrottle;
  private readonly follower: Follower;
  private readonly sealing: Sealing;

  constructor(private readonly server: Server) {
    this.throttle = throttleOf(server);
    this.sealing = new Sealing(server);
    this.follower = new Follower(server, {
      name: 'search',
      cursors: Indexed,
      restMs: REST_MS,
      longestRestMs: LONGEST_REST_MS,
      busy: () => this.throttle.busy,
      inPieces: (items, write) => this.throttle.inPieces(items, BATCH, write),
      consume: (rooms, turn) => this.indexRooms(rooms, turn),
    });
  }

  /** Something has changed in this room. */
  note(roomId: string): void {
    this.throttle.said();
    this.follower.note(roomId);
  }

  /**
   * Resolves when all that was noted until now is in the index; what is written meanwhile is not waited for.
   * @param roomIds of these rooms alone: what happens in others must not show in an answer
   */
  settled(roomIds?: ReadonlySet<string>): Promise<void> {
    return this.throttle.hurry(this.follower.settled(roomIds));
  }

  /** Finds the rooms that are behind. What fails is logged. */
  catchUp(): Promise<void> {
    return this.follower.catchUp();
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
    await this.throttle.hurry(this.follower.stop());
    await this.sealing.stop();
  }

  /** When the next change of a room was made that may have a long past; rooms that were just written to come first. */
  private async placeOf(room: Reading): Promise<Place> {
    const [next] = room.long ? await readChangesAfter(this.server, room.roomId, room.rev, 1) : [];
    return { ...room, nextAt: next?.createdAt.getTime() ?? -Infinity };
  }

  /**
   * Indexes these rooms up to now, of all of them together from what was written first: what is sealed into one segment
   * was then written at about the same time, and a search for the newest opens few segments.
   */
  private async indexRooms(readings: Reading[], turn: Turn): Promise<void> {
    const rooms = new Set<Place>();
    for (const room of readings) rooms.add(await this.placeOf(room));
    const atOnce = Math.min(BATCH, Math.max(LEAST_READ, Math.floor(SEALED_AT_ONCE / 4 / rooms.size)));
    let entries: Entry[] = [];
    let read = new Map<string, Cursor>();
    const write = async (): Promise<void> => {
      await this.write(entries);
      await turn.put(read, new Set([...rooms].map(({ roomId }) => roomId)));
      entries = [];
      read = new Map();
    };
    for (let room = oldest(rooms); room && !turn.stopped(); room = oldest(rooms)) {
      const { roomId } = room;
      const began = performance.now();
      const part = await this.readOn(room, this.throttle.atOnce(atOnce)).catch((error: unknown) => {
        this.server.log.warn({ err: error, roomId }, 'a room could not be indexed');
      });
      if (part) {
        entries.push(...part.entries);
        read.set(roomId, part.upTo);
        Object.assign(room, part.upTo);
      }
      if (part?.nextAt === undefined) rooms.delete(room);
      else room.nextAt = part.nextAt;
      if (entries.length >= SEALED_AT_ONCE) await write();
      else await this.throttle.rest(began);
    }
    if (read.size > 0 && !turn.stopped()) await write();
  }

  private async readOn({ roomId, rev, seq }: Place, atOnce: number): Promise<Part> {
    const found = await readChangesAfter(this.server, roomId, rev, atOnce + 1);
    const messages = found.slice(0, atOnce);
    const isGone = ({ deletedAt, notice }: MessageDoc): boolean => deletedAt !== null || notice !== null;
    const gone = messages.filter(isGone).map(({ _id }) => _id);
    if (gone.length > 0) await SearchDocs(this.server).deleteMany({ _id: trusted({ $in: gone }) });
    return {
      entries: messages.filter((message) => !isGone(message)).map(entryOf),
      upTo: {
        rev: messages.at(-1)?.rev ?? rev,
        seq: messages.reduce((highest, message) => Math.max(highest, message.seq), seq),
      },
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

/** The indexer of a server. */
export const indexerOf = perServer((server) => new SearchIndexer(server));
