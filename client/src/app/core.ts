import type { EventPayload } from '@parley/shared/events';
import { messagePage, messageView, type MessagePage, type MessageView } from '@parley/shared/messages';
import { syncView } from '@parley/shared/sync';
import type { SignedIn } from '@parley/shared/sessions';
import {
  cacheRead,
  caughtUp,
  messagesCame,
  newerCame,
  olderCame,
  outboxChanged,
  roomReset,
  stoodAt,
  timelineDropped,
  type RoomTimeline,
} from '../features/timeline/timeline.state';
import { messagesHeard, readHeard, roomVisited } from '../features/rooms/rooms.state';
import { connectionChanged, signedIn as sessionSignedIn, signedOut } from '../features/session/session.state';
import type { Api } from '../platform/api';
import type { Storage } from '../platform/storage';
import { Connection, Refused, type ConnectionState } from '../sync/connection';
import type { Attempt, OutboxItem } from '../sync/outbox';
import { OutboxRunner } from '../sync/outboxRunner';
import { firstSeq, hasRevGap, hasSeqGap, lastSeq } from '../sync/timeline';
import { applyServerEvent, applySync } from './apply';
import { everythingForgotten, type Store } from './store';
import { roomView } from '@parley/shared/rooms';

/** A gap is given so long to close by itself: events of two nodes may cross on the way. */
const GAP_PATIENCE_MS = 150;
const CACHE_AFTER_MS = 800;
/** Messages of a room that are kept in the cache: more than a screen. */
const CACHED = 60;

const endings: Record<EventPayload<'session:ended'>['reason'], string | undefined> = {
  signed_out: undefined,
  revoked: 'This session was ended from another device.',
  password_changed: 'The password was changed, so this device was signed out.',
  deactivated: 'This account has been deactivated.',
};

export interface CoreOptions {
  url: string;
  store: Store;
  api: Api;
  openStorage: (userId: string) => Promise<Storage>;
  transports?: ('websocket' | 'polling')[];
}

/** The signed-in client without a screen: connection, outbox, catching up, cache. The same code runs under the browser tests and the convergence tests. */
export class Core {
  readonly api: Api;
  private readonly store: Store;
  private connection: Connection | undefined;
  private outbox: OutboxRunner | undefined;
  storage: Storage | undefined;
  private readonly healing = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly caching = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly opening = new Map<string, Promise<void>>();
  private readonly unsentMarks = new Map<string, number>();
  private ending: string | undefined;

  constructor(private readonly options: CoreOptions) {
    this.api = options.api;
    this.store = options.store;
  }

  /** Begins to work for whoever has just signed in. */
  async start(granted: SignedIn): Promise<void> {
    this.store.dispatch(sessionSignedIn(granted.me));
    const storage = await this.options.openStorage(granted.me.userId);
    this.storage = storage;
    this.outbox = new OutboxRunner({
      storage: storage.outbox as never,
      send: (item) => this.deliver(item),
      changed: (items) => this.store.dispatch(outboxChanged(items)),
    });
    await this.outbox.load();
    this.connection = new Connection({
      url: this.options.url,
      token: () => this.api.freshToken(),
      onState: (state) => this.connectionState(state),
      onEvent: (name, payload) => {
        if (name === 'session:ended')
          this.ending = endings[(payload as EventPayload<'session:ended'>).reason];
        applyServerEvent(this.store, name, payload);
        this.healWhatNeedsIt();
      },
      ...(this.options.transports ? { transports: this.options.transports } : {}),
    });
    this.connection.open();
  }

  /** Stops everything; what was said and not yet sent stays stored. */
  stop(): void {
    this.connection?.close();
    this.outbox?.stop();
    for (const timer of [...this.healing.values(), ...this.caching.values()]) clearTimeout(timer);
    this.storage?.close();
    this.connection = undefined;
  }

  /** Ends the session here and on the server. */
  async signOut(): Promise<void> {
    await this.api.request('/auth/logout', { method: 'POST' }).catch(() => undefined);
    this.leave(undefined);
  }

  private leave(notice: string | undefined): void {
    this.stop();
    this.api.forget();
    this.store.dispatch(everythingForgotten());
    this.store.dispatch(signedOut(notice === undefined ? {} : { notice }));
  }

  /** The browser is back online, or the tab on screen: do not wait for the next attempt. */
  hurry(): void {
    this.connection?.hurry();
  }

  private connectionState(state: ConnectionState): void {
    this.store.dispatch(connectionChanged({ connection: state, now: Date.now() }));
    this.outbox?.setConnected(state === 'online');
    if (state === 'online') {
      this.sendMarks();
      void this.freshen();
    }
    if (state === 'ended') this.leave(this.ending ?? 'This session has ended. Please sign in again.');
  }

  private async freshen(): Promise<void> {
    try {
      applySync(this.store, syncView.parse(await this.api.request('/sync')));
      await Promise.all(
        Object.keys(this.store.getState().timelines.byRoom).map((roomId) => this.openRoom(roomId)),
      );
    } catch {
      // The connection broke again, or the server is busy; the beacon and the next connection bring it.
      if (this.connection?.online === true) setTimeout(() => void this.freshen(), 2000);
    }
  }

  /** Says something; it is stored before this resolves, and sent when it can be. */
  async send(said: { roomId: string; text: string; replyToId?: string }): Promise<string> {
    const clientId = crypto.randomUUID();
    const item: OutboxItem = {
      ...said,
      clientId,
      createdAt: Date.now(),
      state: 'waiting',
      attempts: 0,
      notBefore: 0,
    };
    await this.outbox?.add(item);
    return clientId;
  }

  retry(clientId: string): void {
    this.outbox?.retry(clientId);
  }

  discard(clientId: string): void {
    this.outbox?.discard(clientId);
  }

  private async deliver(item: OutboxItem): Promise<Attempt> {
    const { clientId, roomId, text, replyToId } = item;
    try {
      const message = await this.connection?.ask('message:send', {
        clientId,
        roomId,
        text,
        ...(replyToId === undefined ? {} : { replyToId }),
      });
      if (!message) return { kind: 'unanswered' };
      this.heard([message]);
      return { kind: 'acknowledged' };
    } catch (error) {
      if (!(error instanceof Refused)) return { kind: 'unanswered' };
      const { code, retryAfter } = error.problem;
      return {
        kind: 'refused',
        code,
        message: error.message,
        ...(retryAfter === undefined ? {} : { retryAfter }),
      };
    }
  }

  /** Takes in messages that came as an answer instead of an event. */
  heard(messages: MessageView[]): void {
    const [first] = messages;
    if (!first) return;
    this.store.dispatch(messagesHeard({ roomId: first.roomId, messages, myId: this.myId }));
    this.store.dispatch(messagesCame({ roomId: first.roomId, messages }));
    this.healWhatNeedsIt();
  }

  private get myId(): string {
    return this.store.getState().session.me?.userId ?? '';
  }

  private timeline(roomId: string): RoomTimeline | undefined {
    return this.store.getState().timelines.byRoom[roomId];
  }

  /** Shows a room from the cache at once, then brings it up to date. */
  async enterRoom(roomId: string): Promise<void> {
    if (!this.timeline(roomId)) {
      const cached = (await this.storage?.timelines.get(roomId).catch(() => undefined)) as
        RoomTimeline | undefined;
      if (cached) this.store.dispatch(cacheRead({ roomId, timeline: cached }));
    }
    if (!this.store.getState().rooms.byId[roomId])
      this.store.dispatch(roomVisited(roomView.parse(await this.api.request(`/rooms/${roomId}`))));
    await this.openRoom(roomId);
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
        if (error instanceof Refused && error.problem.code === 'not_found')
          this.store.dispatch(timelineDropped({ roomId }));
        else if (!(error instanceof Refused)) return undefined;
        throw error;
      });
    if (!opened) return;
    for (const read of opened.reads) this.store.dispatch(readHeard({ read, myId: undefined }));
    const heads = { headSeq: opened.headSeq, headRev: opened.headRev };
    if (opened.kind === 'reset') this.store.dispatch(roomReset({ roomId, page: opened, heads }));
    else this.store.dispatch(caughtUp({ roomId, messages: opened.messages, heads }));
    this.store.dispatch(messagesHeard({ roomId, messages: opened.messages, myId: this.myId }));
    this.keep(roomId);
    this.healWhatNeedsIt();
  }

  /** Asks for what is missing in rooms whose gap has stood for a while. */
  private healWhatNeedsIt(): void {
    for (const [roomId, timeline] of Object.entries(this.store.getState().timelines.byRoom)) {
      this.keep(roomId);
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
          newerCame({ roomId, page: await this.page(roomId, `after=${lastSeq(now)}&limit=100`) }),
        );
    } catch {
      // The next event, beacon or connection finds the gap again.
    }
  }

  private async page(roomId: string, query: string): Promise<MessagePage> {
    return messagePage.parse(await this.api.request(`/rooms/${roomId}/messages?${query}`));
  }

  async loadOlder(roomId: string): Promise<void> {
    const timeline = this.timeline(roomId);
    if (!timeline || timeline.atStart || timeline.messages.length === 0) return;
    this.store.dispatch(
      olderCame({ roomId, page: await this.page(roomId, `before=${firstSeq(timeline)}&limit=50`) }),
    );
  }

  async loadNewer(roomId: string): Promise<void> {
    const timeline = this.timeline(roomId);
    if (!timeline || timeline.live) return;
    this.store.dispatch(
      newerCame({ roomId, page: await this.page(roomId, `after=${lastSeq(timeline)}&limit=50`) }),
    );
    this.healWhatNeedsIt();
  }

  /** Stands around a place of the room, or at its end. */
  async jump(roomId: string, seq: number | 'latest'): Promise<void> {
    const page = await this.page(roomId, seq === 'latest' ? 'limit=50' : `around=${seq}&limit=60`);
    this.store.dispatch(stoodAt({ roomId, page }));
    this.healWhatNeedsIt();
  }

  async loadMessage(messageId: string): Promise<MessageView> {
    return messageView.parse(await this.api.request(`/messages/${messageId}`));
  }

  /** Marks as read up to a place, here at once and on the server as soon as it can be reached. */
  markRead(roomId: string, seq: number): void {
    const room = this.store.getState().rooms.byId[roomId];
    if (!room || room.member.readSeq >= seq) return;
    this.store.dispatch(readHeard({ read: { roomId, userId: this.myId, seq }, myId: this.myId }));
    this.unsentMarks.set(roomId, seq);
    this.sendMarks();
  }

  private sendMarks(): void {
    for (const [roomId, seq] of this.unsentMarks)
      this.connection?.ask('read:mark', { roomId, seq }).then(
        () => {
          if (this.unsentMarks.get(roomId) === seq) this.unsentMarks.delete(roomId);
        },
        (error: unknown) => {
          if (error instanceof Refused) this.unsentMarks.delete(roomId);
        },
      );
  }

  typing(roomId: string, typing: boolean): void {
    this.connection?.ask(typing ? 'typing:start' : 'typing:stop', { roomId }).catch(() => undefined);
  }

  setActive(active: boolean): void {
    this.connection?.ask('presence:set', { active }).catch(() => undefined);
  }

  /** Writes the last screens of a room to the cache, a moment after they have changed. */
  private keep(roomId: string): void {
    if (this.caching.has(roomId)) return;
    this.caching.set(
      roomId,
      setTimeout(() => {
        this.caching.delete(roomId);
        const timeline = this.timeline(roomId);
        if (!timeline?.live || hasRevGap(timeline)) return;
        const messages = timeline.messages.slice(-CACHED);
        const whole = messages.length === timeline.messages.length;
        void this.storage?.timelines
          .put(roomId, { ...timeline, messages, held: [], atStart: timeline.atStart && whole })
          .catch(() => undefined);
      }, CACHE_AFTER_MS),
    );
  }
}
