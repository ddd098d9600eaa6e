import type { Server } from '../../platform/context.js';
import { listRoomIdsUnchecked } from '../rooms/rooms.access.js';
import { Cursors, type Cursor, type CursorModel } from './cursors.access.js';
import { readNewest } from './messages.access.js';

/** A room that waits for its turn. */
interface Waiting {
  done: Promise<void>;
  finish: () => void;
  /** It was found behind, and may have a long backlog. */
  long: boolean;
}

function newWaiting(): Waiting {
  let finish = (): void => undefined;
  const done = new Promise<void>((resolve) => (finish = resolve));
  return { done, finish, long: false };
}

/** A room to read, and its cursor. */
export interface Reading extends Cursor {
  roomId: string;
  /** It was found behind at the start, or when another node had gone. */
  long: boolean;
}

/** What a turn works with. */
export interface Turn {
  /** Whether the server is stopping. Then the turn ends, and what it did not `put` is read again. */
  stopped: () => boolean;
  /** Everything up to these cursors was consumed and is durable. @param going rooms this turn continues with */
  put: (places: Map<string, Cursor>, going: ReadonlySet<string>) => Promise<void>;
}

/** The options of a follower. */
export interface Following {
  /** For the log: `search`. */
  name: string;
  cursors: CursorModel;
  /** How long a changed room waits for more changes, in ms: reading at once would slow down senders. */
  restMs: number;
  /** The wait starts again while this returns true … */
  busy?: () => boolean;
  /** … but ends at the latest after this time, in ms. */
  longestRestMs?: number;
  /** Leases of rooms are written in pieces. */
  inPieces?: ConstructorParameters<typeof Cursors>[2];
  /**
   * Reads these rooms to their ends and consumes the changes. At least once: after a crash it gets the same changes again
   * from the last `put`, so it must be idempotent.
   */
  consume: (rooms: Reading[], turn: Turn) => Promise<void>;
}

/** Interval before a room that another node holds is retried, in ms. */
const BESIDE_MS = 1000;
/** Rooms of which heads are read at once. */
const LOOKED_AT_ONCE = 50;

/**
 * Reads the changes of all rooms behind durable cursors, at least once, one node at a time per room. A bus event is lost in a crash
 * between the write and its listeners; what must miss nothing uses a follower: `note` marks a room as changed, `catchUp` finds
 * rooms whose changes nobody noted.
 */
export class Follower {
  /** Rooms that wait for their turn, each with the callback for when it is done. */
  private waiting = new Map<string, Waiting>();
  /** Rooms that are being read. */
  private current = new Map<string, Waiting>();
  private rest: NodeJS.Timeout | undefined;
  /** When waiting rooms must be read at the latest; ms since the process began. */
  private latest = 0;
  /** A caller waits for it: the next turn starts without the wait. */
  private hurried = false;
  private stopped = false;
  private readonly cursors: Cursors;

  constructor(
    private readonly server: Server,
    private readonly following: Following,
  ) {
    const atOnce: ConstructorParameters<typeof Cursors>[2] = async (items, write) =>
      void (await write(items));
    this.cursors = new Cursors(server, following.cursors, following.inPieces ?? atOnce);
  }

  /** A room has changed. */
  note(roomId: string): void {
    if (this.stopped) return;
    if (!this.waiting.has(roomId)) this.waiting.set(roomId, newWaiting());
    if (this.current.size === 0 && !this.rest) this.takeRest();
  }

  /**
   * Resolves when all changes noted so far are consumed; later ones are not waited for.
   * @param roomIds of these rooms alone
   */
  async settled(roomIds?: ReadonlySet<string>): Promise<void> {
    const awaited = ([roomId]: [string, Waiting]): boolean => roomIds?.has(roomId) ?? true;
    const waiting = [...this.waiting].filter(awaited);
    const all = [...[...this.current].filter(awaited), ...waiting].map(([, room]) => room);
    if (waiting.length > 0) {
      this.hurried = true;
      if (this.current.size === 0) void this.run();
    }
    await Promise.all(all.map(({ done }) => done));
  }

  /** Finds the rooms that are behind: after a restart, or after another node ended. Failures are logged. */
  async catchUp(): Promise<void> {
    try {
      await this.noteBehind();
    } catch (error) {
      this.server.log.warn(
        { err: error, follower: this.following.name },
        'a follower could not be caught up',
      );
    }
  }

  private async noteBehind(): Promise<void> {
    const cursors = await this.cursors.all();
    let some: string[] = [];
    const look = async (): Promise<void> => {
      for (const [roomId, { heads }] of await readNewest(this.server, some)) {
        if (heads.headRev <= (cursors.get(roomId) ?? 0)) continue;
        this.note(roomId);
        const room = this.waiting.get(roomId);
        if (room) room.long = true;
      }
      some = [];
    };
    for await (const roomId of listRoomIdsUnchecked(this.server)) {
      if (this.stopped) return;
      some.push(roomId);
      if (some.length >= LOOKED_AT_ONCE) await look();
    }
    await look();
  }

  /** Starts no further turn, and resolves when the present one has ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.rest);
    for (const room of this.waiting.values()) room.finish();
    this.waiting.clear();
    await this.settled();
  }

  private takeRest(restMs = this.following.restMs): void {
    const { busy, longestRestMs = restMs } = this.following;
    this.latest = performance.now() + longestRestMs;
    const look = (): void => {
      if (busy?.() && performance.now() < this.latest) this.rest = setTimeout(look, this.following.restMs);
      else void this.run();
    };
    this.rest = setTimeout(look, restMs);
  }

  /** Reads the waiting rooms; those noted meanwhile wait first. */
  private async run(): Promise<void> {
    clearTimeout(this.rest);
    this.rest = undefined;
    this.hurried = false;
    this.current = this.waiting;
    this.waiting = new Map();
    let beside: [string, Waiting][] = [];
    try {
      const places = await this.cursors.take([...this.current.keys()]);
      beside = [...this.current].filter(([roomId]) => !places.has(roomId));
      const rooms = [...places].map(([roomId, cursor]) => {
        return { roomId, ...cursor, long: this.current.get(roomId)?.long === true };
      });
      await this.following.consume(rooms, {
        stopped: () => this.stopped,
        put: (done, going) => this.cursors.put(done, going),
      });
      if (this.stopped) await this.cursors.release([...places.keys()]);
    } catch (error) {
      // The next change of a room, or the next start, continues from the same cursor.
      this.server.log.warn({ err: error, follower: this.following.name }, 'changes could not be consumed');
    }
    for (const [roomId] of beside) this.current.delete(roomId);
    for (const room of this.current.values()) room.finish();
    this.current = new Map();
    for (const [roomId, room] of beside) this.goOnWith(roomId, room);
    this.goOn(beside.length > 0);
  }

  /** Another node has this room: this node reads later what is left of it. */
  private goOnWith(roomId: string, room: Waiting): void {
    const waiting = this.waiting.get(roomId);
    if (this.stopped) room.finish();
    else if (waiting) void waiting.done.then(room.finish);
    else this.waiting.set(roomId, room);
  }

  private goOn(beside: boolean): void {
    if (this.waiting.size === 0) return;
    if (this.hurried) void this.run();
    else this.takeRest(beside ? BESIDE_MS : this.following.restMs);
  }
}
