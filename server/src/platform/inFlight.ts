/** Commands and requests that have been taken and not yet answered; draining waits for them. */
export class InFlight {
  private count = 0;

  get idle(): boolean {
    return this.count === 0;
  }

  /** Counts `work` until it has settled. Returns what it gives. */
  async track<T>(work: Promise<T>): Promise<T> {
    this.count += 1;
    try {
      return await work;
    } finally {
      this.count -= 1;
    }
  }
}
