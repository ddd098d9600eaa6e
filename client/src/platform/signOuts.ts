import { base } from './base';

const KEY = `parley${base}.signOuts`;
// Programs without a page have no storage.
const local = typeof localStorage === 'undefined' ? undefined : localStorage;

/**
 * Sign-outs that the server has not received yet, stored in the browser across its tabs and restarts. While there are any, the
 * refresh cookie, which no page can delete, starts no session: `flush` comes before every renewal and every sign-in.
 */
export class SignOuts {
  private inMemory: string[] = [];
  private flushing: Promise<void> | undefined;

  /** @param send sends one to the server; rejects when it may succeed the next time */
  constructor(private readonly send: (token: string) => Promise<void>) {}

  private get all(): string[] {
    if (!local) return this.inMemory;
    try {
      return JSON.parse(local.getItem(KEY) ?? '[]') as string[];
    } catch {
      return [];
    }
  }

  private set(all: string[]): void {
    this.inMemory = all;
    if (all.length === 0) local?.removeItem(KEY);
    else local?.setItem(KEY, JSON.stringify(all));
  }

  /** The cookie of this browser must start no session. */
  get pending(): boolean {
    return this.all.length > 0;
  }

  /** Stores a sign-out, which survives this page and a lost network. Idempotent. */
  add(token: string): void {
    this.set([...new Set([...this.all, token])]);
  }

  /** Sends all of them; concurrent callers share one attempt. @throws what sending throws; the rest stay stored */
  async flush(): Promise<void> {
    if (!this.pending) return;
    this.flushing ??= this.sendAll().finally(() => (this.flushing = undefined));
    await this.flushing;
  }

  private async sendAll(): Promise<void> {
    for (const token of this.all) {
      await this.send(token);
      // Read again: another tab may have stored one meanwhile.
      this.set(this.all.filter((other) => other !== token));
    }
  }
}
