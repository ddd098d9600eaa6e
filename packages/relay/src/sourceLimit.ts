/** Requests of one address in a second. A browser that joins a call of eight sends some fifty. */
const PER_SOURCE = 200;
/** Of all addresses: what more would cost to answer would be taken from the calls that run. */
const IN_ALL = 5000;

/** Counts requests by the address they seem to come from, for a second each. Its size is bounded by `IN_ALL`. */
export class SourceLimit {
  private second = 0;
  private total = 0;
  private readonly counts = new Map<string, number>();

  /** @param now milliseconds since 1970 */
  constructor(private readonly now: () => number) {}

  admits(address: string): boolean {
    const second = Math.floor(this.now() / 1000);
    if (second !== this.second) {
      this.second = second;
      this.total = 0;
      this.counts.clear();
    }
    const count = (this.counts.get(address) ?? 0) + 1;
    if (count > PER_SOURCE || this.total >= IN_ALL) return false;
    this.total += 1;
    this.counts.set(address, count);
    return true;
  }
}
