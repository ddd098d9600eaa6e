/**
 * Throttles per key: one call per interval. Further calls are deferred to its end, and made once, with the last arguments.
 */
export class KeyedThrottle {
  /** The deferred call of a key, if any. */
  private readonly resting = new Map<string, (() => boolean) | undefined>();

  /** @param intervalMs the interval, in ms */
  constructor(private readonly intervalMs: number) {}

  /** @param act returns whether it has done anything: only then the interval starts */
  do(key: string, act: () => boolean): void {
    if (this.resting.has(key)) return void this.resting.set(key, act);
    if (!act()) return;
    this.resting.set(key, undefined);
    setTimeout(() => {
      const next = this.resting.get(key);
      this.resting.delete(key);
      if (next) this.do(key, next);
    }, this.intervalMs).unref();
  }
}
