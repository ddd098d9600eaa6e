import type { ReadView } from '@parley/shared/rooms';
import type { RoomState } from '@parley/shared/sync';
import { readReceived } from './state/rooms';
import type { Api } from '../platform/api';
import type { Storage } from '../platform/storage';
import { Refused, type Connection } from '../sync/connection';
import { changeStoredMarks, readStoredMarks } from './storedSession';
import type { Store } from './store';

/** Throttle of read marks: each is published to the whole room, and reading along marks every message. */
const INTERVAL_MS = 500;

interface ReadMarksOptions {
  store: Store;
  api: Api;
  connection: () => Connection | undefined;
  storage: () => Storage | undefined;
}

/**
 * How far one has read: here at once, on the server when connected. Marks are stored until the stored sync has them, so
 * that none moves back when the page is opened again, with or without a network.
 */
export class ReadMarks {
  /** Marks since the stored sync. */
  private readonly made = new Map<string, number>();
  private readonly unsent = new Map<string, number>();
  /** Those of them that were sent, and are not acknowledged yet. */
  private readonly requested = new Map<string, number>();
  /** How far one has read by the stored sync. */
  private known: Map<string, number> | undefined;
  private keeping: Promise<void> | undefined;
  private changed = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private sentAt = -Infinity;

  constructor(private readonly options: ReadMarksOptions) {}

  private get myId(): string {
    return this.options.store.getState().session.me?.userId ?? '';
  }

  /** Loads the marks that an earlier page stored. */
  async load(): Promise<void> {
    const storage = this.options.storage();
    const stored = storage ? await readStoredMarks(storage) : {};
    // Sent again: which of them the server has is not known.
    for (const [roomId, seq] of Object.entries(stored)) this.note(roomId, seq);
  }

  /** Marks the room as read up to a seq. */
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

  /** Stores one's own marks that the server publishes (read on another device, or by joining) like those made here. */
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

  /** Sends all marks that are not acknowledged. */
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
   * Call when a sync was stored. Removes only the marks it contains: one that was acknowledged while the sync was on its
   * way may be missing in it.
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

  /** One write at a time: scrolling through a room marks it many times a second. */
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

  /** Another tab uses the same storage: its marks stay until the sync has them. */
  private mergedWith(stored: Record<string, number>): Record<string, number> {
    const others = Object.entries(stored).filter(([roomId, seq]) => !this.isKnown(roomId, seq));
    const all = new Map(others);
    for (const [roomId, seq] of this.made) all.set(roomId, Math.max(seq, all.get(roomId) ?? 0));
    return Object.fromEntries(all);
  }

  /** The person came back: what was marked as unread is read. The membership in the answer removes the mark here too. */
  private forgetUnreadFrom(roomId: string): void {
    const path = { roomId, userId: this.myId };
    this.options.api
      .request('PUT /rooms/{roomId}/members/{userId}', { path, body: { unreadFrom: null } })
      .catch(() => undefined);
  }
}
