import {
  begin,
  due,
  retry,
  revive,
  settle,
  untried,
  type Attempt,
  type OutboxItem,
  type StoredItem,
} from './outbox.js';

export interface OutboxStorage {
  all(): Promise<StoredItem[]>;
  put(item: StoredItem): Promise<void>;
  remove(clientId: string): Promise<void>;
}

export interface OutboxOptions {
  storage: OutboxStorage;
  /**
   * Tries once to send a batch, in order. Must not throw. `amend` stores the progress of an attempt, should it break off.
   * Returns the outcome of each, or of as many as were tried.
   */
  send: (items: OutboxItem[], amend: (item: OutboxItem) => void, signal: AbortSignal) => Promise<Attempt[]>;
  /** Called with all items after each change. */
  changed: (items: OutboxItem[]) => void;
}

/** Runs the outbox: stores it, and sends what is due while connected. */
export class OutboxRunner {
  private readonly items = new Map<string, OutboxItem>();
  private connected = false;
  private readonly aborts = new Map<string, AbortController>();
  private stopped = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: OutboxOptions) {}

  /** Loads what a reload or a crash has left; encrypted items are not read (`core/unsent.ts`). */
  async load(): Promise<void> {
    for (const item of await this.options.storage.all())
      if ('text' in item && !this.items.has(item.clientId)) this.items.set(item.clientId, revive(item));
    this.tell();
    this.run();
  }

  /**
   * Resolves once the item is stored: from then on, closing the page loses nothing. What cannot be stored (a full disk) is
   * sent all the same, and lost only if the page is closed before.
   */
  async add(added: OutboxItem): Promise<void> {
    // After a clock was set back, a new message must not come before those that wait.
    const latest = Math.max(0, ...[...this.items.values()].map(({ createdAt }) => createdAt));
    const item = { ...added, createdAt: Math.max(added.createdAt, latest + 1) };
    this.items.set(item.clientId, item);
    this.tell();
    await this.options.storage.put(item).catch(() => undefined);
    this.run();
  }

  retry(clientId: string): void {
    const item = this.items.get(clientId);
    if (item) this.keep(retry(item));
    this.run();
  }

  discard(clientId: string): void {
    this.aborts.get(clientId)?.abort();
    this.drop(clientId);
    this.run();
  }

  /** Sets whether there is a connection. A new one is tried at once: the pause was for the old. */
  setConnected(connected: boolean): void {
    this.connected = connected;
    if (connected)
      for (const item of this.items.values())
        if (item.state === 'waiting') this.items.set(item.clientId, { ...item, notBefore: 0 });
    this.run();
  }

  stop(): void {
    this.stopped = true;
    for (const abort of this.aborts.values()) abort.abort();
    clearTimeout(this.timer);
  }

  private run(): void {
    clearTimeout(this.timer);
    if (!this.connected || this.stopped) return;
    for (const group of due([...this.items.values()], Date.now())) void this.attempt(group);
    const waiting = [...this.items.values()].filter((item) => item.state === 'waiting');
    if (waiting.length === 0) return;
    const next = Math.min(...waiting.map((item) => item.notBefore));
    this.timer = setTimeout(() => this.run(), Math.max(50, next - Date.now()));
  }

  private async attempt(group: OutboxItem[]): Promise<void> {
    const abort = new AbortController();
    for (const item of group) {
      this.items.set(item.clientId, begin(item));
      this.aborts.set(item.clientId, abort);
    }
    this.tell();
    const amend = (item: OutboxItem): void => {
      if (this.items.has(item.clientId)) this.keep(item);
    };
    const attempts = await this.options.send(group.map(begin), amend, abort.signal);
    if (this.stopped) return;
    for (const [i, { clientId }] of group.entries()) {
      this.aborts.delete(clientId);
      const sending = this.items.get(clientId);
      if (sending) this.settle(sending, attempts[i]);
    }
    this.tell();
    this.run();
  }

  private settle(sending: OutboxItem, attempt: Attempt | undefined): void {
    const next = attempt
      ? settle(sending, attempt, { now: Date.now(), random: Math.random })
      : untried(sending);
    if (next) this.put(next);
    else this.remove(sending.clientId);
  }

  private keep(item: OutboxItem): void {
    this.put(item);
    this.tell();
  }

  private drop(clientId: string): void {
    this.remove(clientId);
    this.tell();
  }

  private put(item: OutboxItem): void {
    this.items.set(item.clientId, item);
    this.options.storage.put(item).catch(() => undefined);
  }

  private remove(clientId: string): void {
    this.items.delete(clientId);
    this.options.storage.remove(clientId).catch(() => undefined);
  }

  private tell(): void {
    this.options.changed([...this.items.values()].sort((a, b) => a.createdAt - b.createdAt));
  }
}
