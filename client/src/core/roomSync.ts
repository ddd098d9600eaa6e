import type { MessagePage, MessageView } from '@parley/shared/messages';
import { messagesReceived, readReceived, roomVisited } from './state/rooms';
import {
  cacheRead,
  caughtUp,
  messagesCame,
  newerCame,
  olderCame,
  roomReset,
  shortened,
  stoodAt,
  timelineDropped,
  type RoomTimeline,
} from './state/timelines';
import type { Api } from '../platform/api';
import type { InputOf } from '../platform/rest';
import type { Storage } from '../platform/storage';
import { Refused, type Connection } from '../sync/connection';
import { firstSeq, hasRevGap, hasSeqGap, lastSeq, type Place } from '../sync/timeline';
import type { Store } from './store';

/** How long a gap may close by itself: events of two nodes may arrive out of order. */
const GAP_PATIENCE_MS = 150;
const CACHE_AFTER_MS = 800;
/** Messages of a room in the cache: more than a screen. */
const CACHED = 60;

/** Rooms opened at once after reconnecting: much may be missing in each, and the line may be slow. */
const OPENED_AT_ONCE = 20;

/** How many messages of a room are held, on screen and elsewhere. Above twice as many the rest is evicted. */
export interface Held {
  onScreen: number;
  elsewhere: number;
}
/** Some thirty screens: each render goes through all of them. Scrolling back further requests them again. */
const HELD: Held = { onScreen: 300, elsewhere: 100 };

/** The room does not exist, or not for this person. */
const isGone = (error: unknown): boolean => error instanceof Refused && error.problem.code === 'not_found';

interface RoomSyncOptions {
  store: Store;
  api: Api;
  connection: () => Connection | undefined;
  storage: () => Storage | undefined;
  held?: Held;
}

/** Holds the timelines of rooms: from the cache at once, then by catch-up, then by events; heals gaps. */
export class RoomSync {
  private readonly healing = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly caching = new Map<string, ReturnType<typeof setTimeout>>();
  /** Timelines as the cache has them: a room that has not changed is not written again. */
  private readonly cached = new WeakSet<RoomTimeline>();
  private readonly opening = new Map<string, Promise<void>>();
  /** Rooms the person has entered: opened again with every connection, also if that failed the first time. */
  private readonly entered = new Set<string>();
  /** Counts the runs of `freshenAll`: a later one ends the earlier. */
  private round = 0;
  /** The reading position in the rooms on screen. */
  private readonly reading = new Map<string, Place>();
  private readonly held: Held;
  private readonly store: Store;

  constructor(private readonly options: RoomSyncOptions) {
    this.store = options.store;
    this.held = options.held ?? HELD;
  }

  private get connection(): Connection | undefined {
    return this.options.connection();
  }
  private get storage(): Storage | undefined {
    return this.options.storage();
  }
  private get reader() {
    const { me } = this.store.getState().session;
    return { myId: me?.userId ?? '', blocked: me?.blocked };
  }

  stop(): void {
    for (const timer of [...this.healing.values(), ...this.caching.values()]) clearTimeout(timer);
  }

  /** Applies messages that arrived as an answer instead of an event. */
  received(messages: MessageView[]): void {
    const [first] = messages;
    if (!first) return;
    this.store.dispatch(messagesReceived({ roomId: first.roomId, messages, ...this.reader }));
    this.store.dispatch(messagesCame({ roomId: first.roomId, messages }));
    this.healWhatNeedsIt();
  }

  private timeline(roomId: string): RoomTimeline | undefined {
    return this.store.getState().timelines.byRoom[roomId];
  }

  /** Shows a room from the cache at once, then catches up. */
  async enterRoom(roomId: string): Promise<void> {
    this.entered.add(roomId);
    if (!this.timeline(roomId)) {
      const cached = (await this.storage?.timelines.get(roomId).catch(() => undefined)) as
        RoomTimeline | undefined;
      if (cached) this.store.dispatch(cacheRead({ roomId, timeline: cached }));
    }
    if (!this.store.getState().rooms.byId[roomId])
      this.store.dispatch(
        roomVisited(await this.options.api.request('GET /rooms/{roomId}', { path: { roomId } })),
      );
    await this.openRoom(roomId);
  }

  /** Catches up all rooms that are held or were entered, after connecting: those on screen first. */
  async freshenAll(): Promise<void> {
    const held = Object.keys(this.store.getState().timelines.byRoom);
    const roomIds = [...new Set([...this.reading.keys(), ...this.entered, ...held])];
    const round = ++this.round;
    for (let from = 0; from < roomIds.length; from += OPENED_AT_ONCE) {
      // The next connection starts all over.
      if (round !== this.round || this.connection?.online !== true) return;
      await this.freshen(roomIds.slice(from, from + OPENED_AT_ONCE));
    }
  }

  private async freshen(roomIds: string[]): Promise<void> {
    // A room that is gone must not stop the others.
    const outcomes = await Promise.allSettled(roomIds.map((roomId) => this.openRoom(roomId)));
    for (const [i, outcome] of outcomes.entries())
      if (outcome.status === 'rejected' && isGone(outcome.reason)) this.entered.delete(roomIds[i] ?? '');
  }

  /** Sets the reading position in a room on screen; undefined when it is not on screen any more. */
  readAt(roomId: string, place: Place | undefined): void {
    if (place !== undefined) return void this.reading.set(roomId, place);
    this.reading.delete(roomId);
    this.shorten(roomId);
  }

  /** Evicts messages far from the reading position, so that a page that stays open for weeks does not grow. */
  private shorten(roomId: string): void {
    const timeline = this.timeline(roomId);
    const place = this.reading.get(roomId);
    const count = place === undefined ? this.held.elsewhere : this.held.onScreen;
    if (timeline && timeline.messages.length > 2 * count)
      this.store.dispatch(shortened({ roomId, place: place ?? 'end', count }));
  }

  /** Catches a room up from its cursor; one request at a time. @throws Refused when it may not be seen. */
  openRoom(roomId: string): Promise<void> {
    const running = this.opening.get(roomId);
    if (running) return running;
    const work = this.catchUp(roomId).finally(() => this.opening.delete(roomId));
    this.opening.set(roomId, work);
    return work;
  }

  private async catchUp(roomId: string): Promise<void> {
    const before = this.timeline(roomId);
    const opened = await this.connection
      ?.ask('room:open', { roomId, sinceRev: before?.cursor ?? null })
      .catch((error: unknown) => {
        if (isGone(error)) this.store.dispatch(timelineDropped({ roomId }));
        else if (!(error instanceof Refused)) return undefined;
        throw error;
      });
    if (!opened) return;
    for (const read of opened.reads) this.store.dispatch(readReceived({ read, myId: undefined }));
    const heads = { headSeq: opened.headSeq, headRev: opened.headRev };
    if (opened.kind === 'reset') this.store.dispatch(roomReset({ roomId, page: opened, heads }));
    else this.store.dispatch(caughtUp({ roomId, messages: opened.messages, heads }));
    this.store.dispatch(messagesReceived({ roomId, messages: opened.messages, ...this.reader }));
    this.keep(roomId);
    this.healWhatNeedsIt();
  }

  /** Requests what is missing in rooms whose gap has stayed open. */
  healWhatNeedsIt(): void {
    for (const [roomId, timeline] of Object.entries(this.store.getState().timelines.byRoom)) {
      this.keep(roomId);
      this.shorten(roomId);
      if (this.healing.has(roomId) || !(hasRevGap(timeline) || hasSeqGap(timeline))) continue;
      this.healing.set(
        roomId,
        setTimeout(() => {
          this.healing.delete(roomId);
          void this.heal(roomId);
        }, GAP_PATIENCE_MS),
      );
    }
  }

  private async heal(roomId: string): Promise<void> {
    const timeline = this.timeline(roomId);
    if (!timeline || this.connection?.online !== true) return;
    try {
      if (hasRevGap(timeline)) await this.openRoom(roomId);
      const now = this.timeline(roomId);
      if (now && hasSeqGap(now))
        this.store.dispatch(
          newerCame({ roomId, page: await this.page(roomId, { after: lastSeq(now), limit: 100 }) }),
        );
    } catch {
      // The next event, beacon or connection finds the gap again.
    }
  }

  private async page(
    roomId: string,
    query: InputOf<'GET /rooms/{roomId}/messages'>['query'],
  ): Promise<MessagePage> {
    return await this.options.api.request('GET /rooms/{roomId}/messages', { path: { roomId }, query });
  }

  async loadOlder(roomId: string): Promise<void> {
    const timeline = this.timeline(roomId);
    if (!timeline || timeline.atStart || timeline.messages.length === 0) return;
    this.store.dispatch(
      olderCame({ roomId, page: await this.page(roomId, { before: firstSeq(timeline), limit: 50 }) }),
    );
    this.shorten(roomId);
  }

  async loadNewer(roomId: string): Promise<void> {
    const timeline = this.timeline(roomId);
    if (!timeline || timeline.live) return;
    this.store.dispatch(
      newerCame({ roomId, page: await this.page(roomId, { after: lastSeq(timeline), limit: 50 }) }),
    );
    this.healWhatNeedsIt();
  }

  /** Loads the messages around a seq, or at the room's end. Returns whether there is a message at that seq. */
  async jump(roomId: string, seq: number | 'latest'): Promise<boolean> {
    const page = await this.page(roomId, seq === 'latest' ? { limit: 50 } : { around: seq, limit: 60 });
    this.store.dispatch(stoodAt({ roomId, page }));
    this.healWhatNeedsIt();
    return seq === 'latest' || page.messages.some((message) => message.seq === seq);
  }

  /** Caches the last screens of a room, after a delay. */
  private keep(roomId: string): void {
    const now = this.timeline(roomId);
    if (this.caching.has(roomId) || (now && this.cached.has(now))) return;
    this.caching.set(
      roomId,
      setTimeout(() => {
        this.caching.delete(roomId);
        const timeline = this.timeline(roomId);
        if (!timeline?.live || hasRevGap(timeline)) return;
        this.cached.add(timeline);
        const messages = timeline.messages.slice(-CACHED);
        const whole = messages.length === timeline.messages.length;
        void this.storage?.timelines
          .put(roomId, { ...timeline, messages, held: [], atStart: timeline.atStart && whole })
          // Written with its next change.
          .catch(() => undefined);
      }, CACHE_AFTER_MS),
    );
  }
}
