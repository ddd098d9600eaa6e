/** Commands per second at most. The server cuts a connection that sends 200; half of that leaves room for what a line delivers late. */
const PER_SECOND = 100;
const SECOND_MS = 1000;

/**
 * The rate limit of a connection. After a loss hundreds of rooms may be opened again, or all marked as read: sent at once, that is a flood
 * for which the server cuts the connection, again and again. What a person waits for goes before what can wait.
 */
export class CommandThrottle {
  private readonly first: (() => void)[] = [];
  private readonly later: (() => void)[] = [];
  /** When the commands of the last second began; ms since the page was opened. */
  private begun: number[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** Resolves when a command may be sent; first in, first out among those of the same kind. */
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
