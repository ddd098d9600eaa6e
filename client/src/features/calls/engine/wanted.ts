/** The height changes with every frame while a window is resized; in ms. */
const PAUSE_MS = 500;

/** Signals to another leg at which height it is shown: on changes, and not more often than twice a second. */
export class WantedHeight {
  private height: number | undefined;
  private sent: number | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly send: (height: number) => void) {}

  /** @param height in lines; 0 for not at all */
  set(height: number): void {
    this.height = height;
    // A tile that moves is gone for a moment: its pictures go on.
    if (height === 0) this.timer ??= setTimeout(() => this.flush(), PAUSE_MS);
    else if (this.timer === undefined) this.flush();
  }

  /** Sends it again: the signal may have been lost. */
  repeat(): void {
    this.sent = undefined;
    if (this.timer === undefined) this.flush();
  }

  close(): void {
    clearTimeout(this.timer);
    this.height = undefined;
  }

  private flush(): void {
    this.timer = undefined;
    if (this.height === undefined || this.height === this.sent) return;
    this.sent = this.height;
    this.send(this.height);
    this.timer = setTimeout(() => this.flush(), PAUSE_MS);
  }
}
