import type { MessageView } from '@parley/shared/messages';
import { setTimeout } from 'node:timers/promises';
import type { Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';
import { defineCursors, type Cursor } from '../messages/cursors.access.js';
import { Follower, type Reading, type Turn } from '../messages/follower.access.js';
import { readChangesAfter, readLastChanges, type MessageDoc } from '../messages/messages.access.js';
import { viewMessage } from '../messages/messages.view.js';
import { peopleWithDevices } from './devices.actions.js';
import { reword, ring } from './push.actions.js';

export const PushCursors = defineCursors('PushCursor');

/** Messages older than this send no push: after a long outage they are no news. */
const NEWS_MS = 60 * 60_000;
/** An edit older than this was sent already: the present change is another, such as a reaction. */
const JUST_EDITED_MS = 60_000;
/** Page size when reading the changes of a room. */
const AT_ONCE = 200;
/** Changes of a room read again after a crash; older ones are no news. */
const MOST_BEHIND = 500;
/** How long a turn waits for push services before the next messages. A crash later than that repeats nothing. */
const SENDING_MS = 3000;
/** Pause after a turn, as a multiple of the time its decisions took: they use a fifth of the database at most. */
const RESTS = 4;

interface Read {
  roomId: string;
  changes: MessageDoc[];
  from: Cursor;
  upTo: Cursor;
}

/**
 * Follows the rooms and sends pushes, so that a message stored just before a crash is pushed after it. Messages that arrive during a
 * turn are handled together in the next, so that a busy workspace costs a few queries at a time.
 */
export class Pushes {
  /** Rooms this process has caught up with: they are never far behind. */
  private readonly read = new Set<string>();
  private readonly follower: Follower;

  constructor(private readonly server: Server) {
    this.follower = new Follower(server, {
      name: 'push',
      cursors: PushCursors,
      restMs: 0,
      consume: (rooms, turn) => this.consume(rooms, turn),
    });
  }

  /** A room has changed. Without any device this makes no query. */
  async note(roomId: string): Promise<void> {
    if ((await peopleWithDevices(this.server)).size > 0) this.follower.note(roomId);
  }

  async catchUp(): Promise<void> {
    if ((await peopleWithDevices(this.server)).size > 0) await this.follower.catchUp();
  }

  stop(): Promise<void> {
    return this.follower.stop();
  }

  private async consume(rooms: Reading[], turn: Turn): Promise<void> {
    const began = performance.now();
    const reads = await Promise.all(rooms.map((room) => this.readOn(room)));
    const news = Date.now() - NEWS_MS;
    const fresh = reads.flatMap(({ changes, from }) =>
      changes.filter((message) => isFresh(message, from) && message.createdAt.getTime() > news),
    );
    const changed = reads.flatMap(({ changes, from, roomId }) => {
      const again = rooms.some((room) => room.roomId === roomId && room.long);
      return changes.filter((message) => !isFresh(message, from) && wasReworded(message, again));
    });
    const sending = [
      ...(fresh.length > 0 ? await ring(this.server, views(fresh)) : []),
      ...(changed.length > 0 ? await reword(this.server, views(changed)) : []),
    ];
    const decided = performance.now();
    await Promise.race([Promise.allSettled(sending), setTimeout(SENDING_MS, undefined, { ref: false })]);
    await turn.put(new Map(reads.map(({ roomId, upTo }) => [roomId, upTo])), new Set());
    for (const { roomId } of reads) this.read.add(roomId);
    if (!turn.stopped()) await setTimeout(RESTS * (decided - began), undefined, { ref: false });
  }

  private async readOn({ roomId, rev, seq, long }: Reading): Promise<Read> {
    const from = { rev, seq };
    const changes: MessageDoc[] = [];
    if (long || !this.read.has(roomId)) {
      changes.push(...(await readLastChanges(this.server, roomId, rev, MOST_BEHIND)));
    } else {
      for (let last = rev; ; last = changes.at(-1)?.rev ?? last) {
        const found = await readChangesAfter(this.server, roomId, last, AT_ONCE);
        changes.push(...found);
        if (found.length < AT_ONCE) break;
      }
    }
    const upTo = {
      rev: changes.at(-1)?.rev ?? rev,
      seq: changes.reduce((highest, message) => Math.max(highest, message.seq), seq),
    };
    return { roomId, changes, from, upTo };
  }
}

const views = (messages: MessageDoc[]): MessageView[] => messages.map((message) => viewMessage(message));

/** Notices of the room send no push, nor do messages that are deleted already. */
const isFresh = (message: MessageDoc, from: Cursor): boolean =>
  message.seq > from.seq && message.notice === null && message.deletedAt === null;

/** @param again it may have been edited before a crash, and not just now */
function wasReworded({ deletedAt, editedAt, notice }: MessageDoc, again: boolean): boolean {
  if (notice !== null) return false;
  if (deletedAt !== null) return true;
  return editedAt !== null && (again || Date.now() - editedAt.getTime() < JUST_EDITED_MS);
}

export const pushesOf = perServer((server) => new Pushes(server));
