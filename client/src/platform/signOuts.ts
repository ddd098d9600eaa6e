const KEY = 'parley.signOuts';
// Programs without a page keep nothing.
const local = typeof localStorage === 'undefined' ? undefined : localStorage;

/**
 * Sign-outs the server has not heard of yet, on this browser and across its tabs and starts. While there are any, nobody is let
 * in by the cookie that is still there, which no page can delete: `settle` comes before every renewal and every sign-in.
 */
export class SignOuts {
  private inMemory: string[] = [];
  private settling: Promise<void> | undefined;

  /** @param tell sends one to the server; rejects when it may succeed the next time */
  constructor(private readonly tell: (token: string) => Promise<void>) {}

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

  /** Nobody may be let in by what this browser has. */
  get waiting(): boolean {
    return this.all.length > 0;
  }

  /** From now on it is so, whatever becomes of this page or of the network. The same again changes nothing. */
  keep(token: string): void {
    this.set([...new Set([...this.all, token])]);
  }

  /** Tells the server of all of them, one attempt for whoever asks meanwhile. @throws what telling throws; the rest stay */
  async settle(): Promise<void> {
    if (!this.waiting) return;
    this.settling ??= this.tellAll().finally(() => (this.settling = undefined));
    await this.settling;
  }

  private async tellAll(): Promise<void> {
    for (const token of this.all) {
      await this.tell(token);
      // Read again: another tab may have kept one meanwhile.
      this.set(this.all.filter((other) => other !== token));
    }
  }
}
