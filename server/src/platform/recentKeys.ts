const CACHED_MS = 60_000;
const MAX_CACHED = 10_000;

/** Keys with the time of their last event, for a while; times are of `performance.now()`. */
export class RecentKeys {
  private readonly times = new Map<string, number>();
  /** Events before this were evicted. */
  private from = 0;

  note(key: string): void {
    const now = performance.now();
    // Inserted again at the end: they are in the order of their times.
    this.times.delete(key);
    this.times.set(key, now);
    for (const [oldest, at] of this.times) {
      if (at > now - CACHED_MS && this.times.size <= MAX_CACHED) break;
      this.times.delete(oldest);
      this.from = at;
    }
  }

  /** Whether any of these keys had an event since then. True if such events were evicted. */
  since(keys: string[], at: number): boolean {
    return at < this.from || keys.some((key) => (this.times.get(key) ?? -Infinity) >= at);
  }
}
