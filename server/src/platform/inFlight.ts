/** Pending work: commands and requests, for which draining waits, or searches that wait for the index. */
export class InFlight {
  private count = 0;

  get idle(): boolean {
    return this.count === 0;
  }

  /** Counts `work` until it has settled. Returns its result. */
  async track<T>(work: Promise<T>): Promise<T> {
    this.count += 1;
    try {
      return await work;
    } finally {
      this.count -= 1;
    }
  }
}
