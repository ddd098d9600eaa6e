/**
 * Throttles per key: does things at most once in an interval. What comes sooner is done at its end, once, with the last arguments.
 */
export class KeyedThrottle {
  /** What is to be done at the end of the interval of a key, if anything. */
  private readonly resting = new Map<string, (() => boolean) | undefined>();

  /** @param intervalMs the interval, in ms */
  constructor(private readonly intervalMs: number) {}

  /** @param act returns whether it has done anything: only then its key rests */
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
