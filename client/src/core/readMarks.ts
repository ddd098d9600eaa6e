import type { ReadView } from '@parley/shared/rooms';
import type { RoomState } from '@parley/shared/sync';
import { readReceived } from './state/rooms';
import type { Api } from '../platform/api';
import type { Storage } from '../platform/storage';
import { Refused, type Connection } from '../sync/connection';
import { changeStoredMarks, readStoredMarks } from './storedSession';
import type { Store } from './store';

/** So far apart the server is told: everybody in the room hears of it, and who reads along marks each message. */
const INTERVAL_MS = 500;

interface ReadMarksOptions {
  store: Store;
  api: Api;
  connection: () => Connection | undefined;
  storage: () => Storage | undefined;
}

/**
 * How far one has read: here at once, on the server as soon as it can be reached. Marks are kept until the kept sync has them,
 * so that none goes back when the page is opened again, with or without a network.
 */
export class ReadMarks {
  /** Since the sync that is kept. */
  private readonly made = new Map<string, number>();
  private readonly unsent = new Map<string, number>();
  /** Those of them that the server has been told, or is about to be, and has not answered yet. */
  private readonly requested = new Map<string, number>();
  /** How far one has read by that sync. */
  private known: Map<string, number> | undefined;
  private keeping: Promise<void> | undefined;
  private changed = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private sentAt = -Infinity;

  constructor(private readonly options: ReadMarksOptions) {}

  private get myId(): string {
    return this.options.store.getState().session.me?.userId ?? '';
  }

  /** Brings back what an earlier page could not tell. */
  async load(): Promise<void> {
    const storage = this.options.storage();
    const stored = storage ? await readStoredMarks(storage) : {};
    // Told once more: which of them the server has heard is not known.
    for (const [roomId, seq] of Object.entries(stored)) this.note(roomId, seq);
  }

  /** Marks as read up to a place. */
  mark(roomId: string, seq: number): void {
    const room = this.options.store.getState().rooms.byId[roomId];
    if (!room) return;
    if (room.member.unreadFrom != null) this.forgetUnreadFrom(roomId);
    if (room.member.readSeq >= seq) return;
    this.note(roomId, seq);
    this.keep();
    const wait = this.sentAt + INTERVAL_MS - performance.now();
    if (wait <= 0) this.send();
    else this.timer ??= setTimeout(() => this.send(), wait);
  }

  /** What is told of one's own marks, read on another device or by coming into a room, is kept like what is read here. */
  received({ roomId, userId, seq }: ReadView): void {
    if (userId !== this.myId || (this.made.get(roomId) ?? 0) >= seq || this.isKnown(roomId, seq)) return;
    this.made.set(roomId, seq);
    this.keep();
  }

  private note(roomId: string, seq: number): void {
    const read = { roomId, userId: this.myId, seq };
    this.options.store.dispatch(readReceived({ read, myId: this.myId }));
    this.made.set(roomId, seq);
    this.unsent.set(roomId, seq);
  }

  /** Tells the server all that it has not confirmed. */
  send(): void {
    this.stop();
    this.sentAt = performance.now();
    const connection = this.options.connection();
    if (connection?.online !== true) return;
    for (const [roomId, seq] of this.unsent) {
      if (this.requested.get(roomId) === seq) continue;
      this.requested.set(roomId, seq);
      const settled = (marks: Map<string, number>): void => {
        if (marks.get(roomId) === seq) marks.delete(roomId);
      };
      connection
        .ask('read:mark', { roomId, seq })
        .then(
          () => settled(this.unsent),
          (error: unknown) => void (error instanceof Refused && settled(this.unsent)),
        )
        .finally(() => settled(this.requested));
    }
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /**
   * A sync is kept. Only the marks it has need not be kept beside it: one that the server has confirmed while the sync was on
   * its way may not be in it.
   */
  synced(rooms: RoomState[]): void {
    this.known = new Map(rooms.map(({ room, member }) => [room.roomId, member.readSeq]));
    for (const [roomId, seq] of this.made)
      if (!this.unsent.has(roomId) && this.isKnown(roomId, seq)) this.made.delete(roomId);
    this.keep();
  }

  private isKnown(roomId: string, seq: number): boolean {
    return this.known !== undefined && (this.known.get(roomId) ?? Infinity) >= seq;
  }

  /** One write at a time: who scrolls through a room marks it many times a second. */
  private keep(): void {
    this.changed = true;
    this.keeping ??= this.write().finally(() => (this.keeping = undefined));
  }

  private async write(): Promise<void> {
    while (this.changed) {
      this.changed = false;
      const storage = this.options.storage();
      if (storage) await changeStoredMarks(storage, (stored) => this.mergedWith(stored));
    }
  }

  /** Another tab reads in the same storage: what only it has marked stays until the sync has it. */
  private mergedWith(stored: Record<string, number>): Record<string, number> {
    const others = Object.entries(stored).filter(([roomId, seq]) => !this.isKnown(roomId, seq));
    const all = new Map(others);
    for (const [roomId, seq] of this.made) all.set(roomId, Math.max(seq, all.get(roomId) ?? 0));
    return Object.fromEntries(all);
  }

  /** Come back to: what was marked as unread is read. The membership that answers takes the mark away here too. */
  private forgetUnreadFrom(roomId: string): void {
    const path = { roomId, userId: this.myId };
    this.options.api
      .request('PUT /rooms/{roomId}/members/{userId}', { path, body: { unreadFrom: null } })
      .catch(() => undefined);
  }
}
