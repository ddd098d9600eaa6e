import type { EventName, EventPayload } from '@parley/shared/events';
import type { MessageView } from '@parley/shared/messages';
import type { SyncView } from '@parley/shared/sync';
import { outboxChanged } from './state/timelines';
import { connectionChanged, signedIn as sessionSignedIn, signedOut } from './state/session';
import { BY_COOKIE, type Api } from '../platform/api';
import { onSessionChangedElsewhere, readStoredSession, storeSession } from './storedSession';
import { readStoredSync, storeSync, type StoredSession } from './storedSession';
import { newId } from '../platform/newId';
import type { Storage } from '../platform/storage';
import { Connection, type ConnectionState } from '../sync/connection';
import type { Attachment, OutboxItem, StoredItem } from '../sync/outbox';
import { OutboxRunner } from '../sync/outboxRunner';
import { Applier } from './apply';
import { meaningOf, type Receiver } from './events';
import { deliverer } from './deliver';
import type { CoreOptions } from './coreOptions';
import { MessageCoalescer } from './messageCoalescer';
import { endings, forgetHere, orSoon, sealHere } from './leaving';
import { EventReplay } from './eventReplay';
import { ReadMarks } from './readMarks';
import { RoomSync } from './roomSync';
import type { Store } from './store';
import { t } from './text/first';

/** Delay before a failed sync is retried. */
const SYNC_AGAIN_MS = 2000;

/** The signed-in client without a screen: connection, outbox, catch-up, cache. The browser tests and the convergence tests run the same code. */
export class Core {
  readonly api: Api;
  readonly store: Store;
  connection: Connection | undefined;
  outbox: OutboxRunner | undefined;
  storage: Storage<StoredItem> | undefined;
  /** The timelines of rooms: opening, catching up, paging. */
  readonly rooms: RoomSync;
  private readonly applier: Applier;
  private readonly eventReplay: EventReplay;
  private readonly coalescer = new MessageCoalescer((roomId, messages) => this.receive(roomId, messages));
  private readonly marks: ReadMarks;
  private ending: string | undefined;
  private readonly receiver: Receiver = {
    collect: (roomId, messages) => this.coalescer.receive(roomId, messages),
    readElsewhere: (read) => this.marks.received(read),
    // The server publishes this to all clients at once: a random delay spreads their requests.
    freshenWithin: (within) => void setTimeout(() => void this.freshen(), Math.random() * within),
    end: (reason) => {
      this.ending = endings[reason];
      this.connection?.end();
    },
    comeBackIn: (pause) => this.connection?.comeBackIn(pause),
  };
  private isSigningOut = false;
  who: StoredSession | undefined;
  private unwatch: (() => void) | undefined;
  /** The server's data set that this client's state belongs to. */
  private dataId: string | undefined;
  private readonly messageListeners = new Set<(roomId: string, messages: MessageView[]) => void>();

  constructor(readonly options: CoreOptions) {
    this.api = options.api;
    this.store = options.store;
    this.applier = new Applier(options.store, options.features);
    this.eventReplay = new EventReplay(this.applier);
    const parts = {
      store: options.store,
      api: options.api,
      connection: () => this.connection,
      storage: () => this.storage,
    };
    this.rooms = new RoomSync({ ...parts, ...(options.held ? { held: options.held } : {}) });
    this.marks = new ReadMarks(parts);
  }

  /** Starts for the person who has just signed in. */
  async start({ me, signOutToken, storageKey }: StoredSession): Promise<void> {
    this.who = { me, signOutToken, storageKey };
    storeSession(this.who);
    this.unwatch = onSessionChangedElsewhere(me.userId, () => this.isSigningOut || this.leave(undefined));
    this.isSigningOut = false;
    // Before anything renders: a room that opens reads its stored messages.
    const storage = await this.options.openStorage(me.userId);
    this.storage = storage;
    const stored = await readStoredSync(storage);
    this.store.dispatch(sessionSignedIn(me));
    // The stored rooms render at once; the network brings what has changed since.
    if (stored) this.applier.sync(stored);
    this.dataId = stored?.workspace.dataId;
    this.outbox = new OutboxRunner({
      storage: storage.outbox,
      send: deliverer({
        api: this.api,
        store: this.store,
        ask: async (command, input) => await this.connection?.ask(command, input),
        received: (messages) => this.rooms.received(messages),
      }),
      changed: (items) => this.store.dispatch(outboxChanged(items)),
    });
    await this.marks.load();
    await this.outbox.load();
    this.connection = new Connection({
      url: this.options.url,
      token: () => this.api.freshToken(),
      onTokenRefused: () => this.api.forget(),
      onState: (state) => this.connectionState(state),
      onEvent: (name, payload) => this.received(name, payload),
      ...(this.options.transports ? { transports: this.options.transports } : {}),
    });
    this.connection.open();
  }

  private received<N extends EventName>(name: N, payload: EventPayload<N>): void {
    const meaning = meaningOf(name);
    meaning?.received?.(this.receiver, payload);
    for (const { received } of this.options.features) received?.[name]?.(payload);
    if (!meaning?.collected) this.apply(name, payload);
  }

  private apply<N extends EventName>(name: N, payload: EventPayload<N>): void {
    this.eventReplay.apply(name, payload);
    this.rooms.healWhatNeedsIt();
  }

  private receive(roomId: string, messages: MessageView[]): void {
    // Before it is applied: listeners compare with the previous state.
    for (const listener of this.messageListeners) listener(roomId, messages);
    this.apply('message:changed', { roomId, messages });
  }

  /** A key was pressed in the composer; see `MessageCoalescer`. */
  readonly keyPressed = (): void => this.coalescer.pressed();

  /** Starts without a network, from the stored session. Returns false when there is none. */
  async startOffline(): Promise<boolean> {
    const stored = this.api.signOuts.pending ? undefined : readStoredSession();
    if (stored) await this.start(stored);
    return stored !== undefined;
  }

  /** Stops everything; unsent messages stay stored. */
  stop(): void {
    this.connection?.close();
    this.coalescer.stop();
    this.marks.stop();
    this.outbox?.stop();
    this.rooms.stop();
    this.storage?.close();
    this.connection = undefined;
  }

  /** Ends the session here at once, and on the server as soon as it can be reached (`SignOuts`). */
  async signOut(): Promise<void> {
    if (this.isSigningOut) return;
    // A second call would reload the page while the first still clears its storage.
    this.isSigningOut = true;
    const { signOuts } = this.api;
    signOuts.add(this.who?.signOutToken ?? BY_COOKIE);
    const forgotten = this.forget(true);
    await orSoon(signOuts.flush().catch(() => undefined));
    this.leave(undefined, forgotten);
  }

  /** The server ended the session. Unsent work stays, encrypted until the same person signs in again. */
  private async expire(notice: string): Promise<void> {
    this.outbox?.stop();
    this.unwatch?.();
    // Before anything is encrypted: nothing more can be written then.
    this.store.dispatch(signedOut({ notice }));
    await sealHere(this.storage, this.who?.storageKey, this.options.features);
    this.leave(notice);
  }

  /** The session stored in this browser ended while no page was open. */
  async ended(): Promise<void> {
    this.who = readStoredSession(true);
    if (this.who) this.storage = await this.options.openStorage(this.who.me.userId);
    await this.expire(t('session.ended'));
  }

  private forget(unsent = false): Promise<unknown> {
    this.unwatch?.();
    // Before `stop` closes the storage and the connection.
    const forgotten = forgetHere(this.storage, unsent, this.options);
    this.stop();
    this.api.forget();
    return forgotten;
  }

  private leave(notice: string | undefined, forgotten = this.forget()): void {
    this.store.dispatch(signedOut({ notice }));
    void forgotten.then(() => this.options.reload?.(notice));
  }

  /** The browser is back online, or the tab is visible: reconnect without waiting for the next attempt. */
  hurry(): void {
    this.connection?.hurry();
  }

  private connectionState(state: ConnectionState): void {
    this.store.dispatch(connectionChanged({ connection: state, now: Date.now() }));
    this.outbox?.setConnected(state === 'online');
    if (state === 'online') {
      this.marks.send();
      void this.freshen();
    }
    if (state === 'ended' && !this.isSigningOut) void this.expire(this.ending ?? t('session.ended'));
  }

  private async freshen(): Promise<void> {
    const { connection } = this;
    // Offline, or closed since this was scheduled: the next connection starts a sync.
    if (connection?.online !== true) return;
    try {
      const sync = await this.eventReplay.sync(() => this.loadSync(connection));
      if (!sync) return;
      if (this.storage) storeSync(this.storage, sync);
      this.marks.synced(sync.rooms);
      for (const { online } of this.options.features) online?.(this.api, sync);
      await this.rooms.freshenAll();
    } catch {
      // Disconnected again, or the server is busy: the beacon and the next connection sync too.
      if (this.connection?.online === true) setTimeout(() => void this.freshen(), SYNC_AGAIN_MS);
    }
  }

  private async loadSync(connection: Connection): Promise<SyncView | undefined> {
    const sync = await this.api.request('GET /sync');
    // Closed or replaced meanwhile: the answer belongs to an earlier connection.
    if (this.connection !== connection) return undefined;
    return (await this.isOtherData(sync)) ? undefined : sync;
  }

  /** A backup was restored on the server: what this browser caches never happened there, so the page restarts. Unsent messages stay. */
  private async isOtherData(sync: SyncView): Promise<boolean> {
    const { dataId } = sync.workspace;
    const before = this.dataId;
    this.dataId = dataId;
    if (before === undefined || before === dataId) return false;
    await this.storage?.forgetPages();
    this.options.reload?.();
    return true;
  }

  /** Sends a message: resolves once it is stored in the outbox, which sends it when connected. */
  async send(said: {
    roomId: string;
    text: string;
    replyToId?: string;
    attachments?: Attachment[];
  }): Promise<string> {
    const clientId = newId();
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

  /** Subscribes to live messages, without those of a catch-up. Returns the unsubscribe function. */
  onMessages(listener: (roomId: string, messages: MessageView[]) => void): () => void {
    this.messageListeners.add(listener);
    return () => void this.messageListeners.delete(listener);
  }

  retry(clientId: string): void {
    this.outbox?.retry(clientId);
  }

  discard(clientId: string): void {
    this.outbox?.discard(clientId);
  }

  async loadMessage(messageId: string): Promise<MessageView> {
    return await this.api.request('GET /messages/{messageId}', { path: { messageId } });
  }

  /** Marks as read up to a place, here at once and on the server as soon as it can be reached. */
  markRead(roomId: string, seq: number): void {
    this.marks.mark(roomId, seq);
  }

  typing(roomId: string, typing: boolean): void {
    this.connection?.ask(typing ? 'typing:start' : 'typing:stop', { roomId }).catch(() => undefined);
  }

  /** Whether the person is active on this page, as the server has it. If so, their devices get no push, and pages notify. */
  isActive = false;

  setActive(active: boolean): void {
    this.isActive = active;
    this.connection?.ask('presence:set', { active }).catch(() => undefined);
  }
}
