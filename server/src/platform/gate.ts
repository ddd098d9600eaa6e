/** Work that takes longer frees its slot: it may wait on a dead connection, where the next one is not. */
const PATIENCE_MS = 250;

/**
 * Limits how many run at once. Calls made meanwhile wait and are batched by the caller: so there are as many queries as the database
 * answers, and the busier the server, the larger each of them is.
 */
export class Gate {
  private busy = 0;
  private scheduled = false;
  private readonly waiting: (() => void)[] = [];

  private restUntil = 0;

  /** @param most how many run at once */
  constructor(private readonly most: number) {}

  /** Calls `start` in a later turn of the event loop, when a slot is free. It must call `run` at once. */
  whenFree(start: () => void): void {
    this.waiting.push(start);
    this.schedule();
  }

  /**
   * Counts `work` until it has settled, or has taken long. Returns its result.
   * @param restMs nothing else starts for this time, from now on, in ms
   */
  async run<T>(work: () => Promise<T>, restMs = 0): Promise<T> {
    this.busy += 1;
    this.restUntil = performance.now() + restMs;
    let inside = true;
    const leave = (): void => {
      if (!inside) return;
      inside = false;
      this.busy -= 1;
      this.schedule();
    };
    const timer = setTimeout(leave, PATIENCE_MS);
    try {
      return await work();
    } finally {
      clearTimeout(timer);
      leave();
    }
  }

  private schedule(): void {
    if (this.scheduled || this.waiting.length === 0 || this.busy >= this.most) return;
    this.scheduled = true;
    const wait = this.restUntil - performance.now();
    if (wait > 0) setTimeout(() => this.startWaiting(), wait);
    else setImmediate(() => this.startWaiting());
  }

  private startWaiting(): void {
    this.scheduled = false;
    while (this.busy < this.most && performance.now() >= this.restUntil) {
      const start = this.waiting.shift();
      if (!start) return;
      start();
    }
    this.schedule();
  }
}
