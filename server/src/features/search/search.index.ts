import { trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { ignoringRepeats, insertNew } from '../../platform/database.js';
import { perServer } from '../../platform/perServer.js';
import { existingAmong, readChangesAfter, type MessageDoc } from '../messages/messages.access.js';
import type { Cursor } from '../messages/cursors.access.js';
import { Follower, type Reading, type Turn } from '../messages/follower.access.js';
import { Indexed, SearchDocs, type SearchDoc } from './search.model.js';
import type { SegmentEntry } from './search.draft.js';
import { throttleOf, REST_MS, type SearchThrottle } from './search.throttle.js';
import { SEALED_AT_ONCE, Sealing } from './search.sealing.js';
import { singlesChanged } from './search.singles.js';
import { messageTerms } from './search.terms.js';

/** Write size, and changes read from a room before the next room's turn; with very many rooms fewer are read. */
const BATCH = 300;
const LEAST_READ = 20;
/** From this many on, entries become a segment; fewer are written one by one. */
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
            // A node that lags must not restore an older text: then nothing matches, and the insert is refused.
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
 * Changes are indexed after a pause of REST_MS in writing, with nothing queued, or after this time at the latest. A turn makes
 * five queries and splits every text into words, and senders would wait for that: a busy server that indexed at once was a
 * third as fast. Searches do not wait for the pause (`settled`).
 */
const LONGEST_REST_MS = 10_000;

/** A room to index; `nextAt` is the time of its next change, in ms since 1970. */
interface Place extends Reading {
  nextAt: number;
}

/** The room with the oldest next change. */
const oldest = (rooms: Set<Place>): Place | undefined =>
  [...rooms].reduce<Place | undefined>(
    (first, room) => (first && first.nextAt <= room.nextAt ? first : room),
    undefined,
  );

/** Entries of the next changes of a room; `nextAt` is undefined after the last. */
interface Part {
  entries: Entry[];
  upTo: Cursor;
  nextAt: number | undefined;
}

/**
 * Follows the rooms with the index. A crash loses nothing, and several nodes may index the same change: the entry is the
 * same.
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

  /** A room has changed. */
  note(roomId: string): void {
    this.throttle.said();
    this.follower.note(roomId);
  }

  /**
   * Resolves when all changes noted so far are indexed; later ones are not waited for.
   * @param roomIds of these rooms alone: activity in others must not show in the time of a response
   */
  settled(roomIds?: ReadonlySet<string>): Promise<void> {
    return this.throttle.hurry(this.follower.settled(roomIds));
  }

  /** Finds the rooms that are behind. Failures are logged. */
  catchUp(): Promise<void> {
    return this.follower.catchUp();
  }

  /**
   * Removes all traces of a person's messages, which are deleted already. False when the server is stopping.
   * @throws Error when the database fails
   */
  async forgetAuthor(userId: string): Promise<boolean> {
    await this.settled();
    const term = `from:${userId}`;
    await SearchDocs(this.server).deleteMany({ terms: term });
    await singlesChanged(this.server);
    return await this.sealing.removeTerm(term);
  }

  /** Removes single entries of messages that are about to be deleted. */
  async forgetMessages(messageIds: string[]): Promise<void> {
    await SearchDocs(this.server).deleteMany({ _id: trusted({ $in: messageIds }) });
    await singlesChanged(this.server);
  }

  /** Removes what segments have of messages before a time that do not exist any more. False when the server is stopping. */
  async forgetMissing(before: Date): Promise<boolean> {
    return await this.sealing.removeMissing(before, (ids) => existingAmong(this.server, ids));
  }

  async stop(): Promise<void> {
    await this.throttle.hurry(this.follower.stop());
    await this.sealing.stop();
  }

  /** The time of the next change of a room with a long backlog; rooms with few changes come first. */
  private async placeOf(room: Reading): Promise<Place> {
    const [next] = room.long ? await readChangesAfter(this.server, room.roomId, room.rev, 1) : [];
    return { ...room, nextAt: next?.createdAt.getTime() ?? -Infinity };
  }

  /**
   * Indexes these rooms up to now, the oldest changes of all of them first: a segment then spans little time, and a search
   * for the newest opens few segments.
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
    // Also if none was written: entries of deleted messages were removed.
    await singlesChanged(this.server);
    if (!sealed) await this.sealing.note(entries.length);
  }
}

/** The indexer of a server. */
export const indexerOf = perServer((server) => new SearchIndexer(server));
