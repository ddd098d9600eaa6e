const CACHED_MS = 60_000;
const MAX_CACHED = 10_000;

/** To whom something has happened lately, and when; times are of `performance.now()`. */
export class RecentKeys {
  private readonly times = new Map<string, number>();
  /** What happened before this is not known any more. */
  private from = 0;

  note(key: string): void {
    const now = performance.now();
    // Behind all others: they are in the order of their times.
    this.times.delete(key);
    this.times.set(key, now);
    for (const [oldest, at] of this.times) {
      if (at > now - CACHED_MS && this.times.size <= MAX_CACHED) break;
      this.times.delete(oldest);
      this.from = at;
    }
  }

  /** Has it happened to any of these since then? Yes, where that is not known any more. */
  since(keys: string[], at: number): boolean {
    return at < this.from || keys.some((key) => (this.times.get(key) ?? -Infinity) >= at);
  }
}
