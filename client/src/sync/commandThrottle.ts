/** So many commands begin within any second at most. The server cuts a connection that sends 200; half of that leaves room for what a line brings late. */
const PER_SECOND = 100;
const SECOND_MS = 1000;

/**
 * How fast a connection asks. Whoever has been in hundreds of rooms opens them all again after a loss, and may mark them all as read: at once
 * that is a flood, and cut, again and again. What somebody waits for goes before what can wait.
 */
export class CommandThrottle {
  private readonly first: (() => void)[] = [];
  private readonly later: (() => void)[] = [];
  /** When the commands of the last second began; ms since the page was opened. */
  private begun: number[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** Resolves when a command may be sent; in the order of asking among those of the same kind. */
  turn(canWait: boolean): Promise<void> {
    return new Promise((resolve) => {
      (canWait ? this.later : this.first).push(resolve);
      this.next();
    });
  }

  private next(): void {
    if (this.timer !== undefined) return;
    for (;;) {
      const now = performance.now();
      this.begun = this.begun.filter((at) => at > now - SECOND_MS);
      const [oldest] = this.begun;
      if (this.first.length + this.later.length === 0) return;
      if (oldest !== undefined && this.begun.length >= PER_SECOND) {
        this.timer = setTimeout(
          () => {
            this.timer = undefined;
            this.next();
          },
          oldest + SECOND_MS - now,
        );
        return;
      }
      this.begun.push(now);
      (this.first.shift() ?? this.later.shift())?.();
    }
  }
}
