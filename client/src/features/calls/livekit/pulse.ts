/** How often it is looked at, in ms. */
const EVERY_MS = 1000;
/** Nothing at all for this long, in ms, is a lost path: reports of the media server (RTCP) arrive also where everybody is silent. */
const SILENT_MS = 5000;

/** What a connection has received, by its paths, in bytes. @param report of any of its tracks */
export function receivedOf(report: RTCStatsReport): number {
  let sum = 0;
  for (const stat of report.values() as Iterable<{ type: string; bytesReceived?: number }>)
    if (stat.type === 'candidate-pair') sum += stat.bytesReceived ?? 0;
  return sum;
}

/** Whether media flows while nobody says so: the connection for signals is lost, and that for media may have been lost with it. */
export class Pulse {
  private timer: ReturnType<typeof setInterval> | undefined;
  private last = 0;
  private at = 0;
  private silent = false;

  /**
   * @param received so far, in bytes
   * @param onChange called when `beats` has changed
   */
  constructor(
    private readonly received: () => Promise<number>,
    private readonly onChange: () => void,
  ) {}

  get beats(): boolean {
    return !this.silent;
  }

  /** Takes it as alive, and watches it from now on. Idempotent. */
  start(): void {
    if (this.timer !== undefined) return;
    [this.last, this.at] = [0, performance.now()];
    this.timer = setInterval(() => void this.look(), EVERY_MS);
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.silent = false;
  }

  private async look(): Promise<void> {
    // Of a track that is gone meanwhile: nothing arrived.
    const received = await this.received().catch(() => 0);
    if (this.timer === undefined) return;
    const now = performance.now();
    if (received > this.last) [this.last, this.at] = [received, now];
    const silent = now - this.at >= SILENT_MS;
    if (silent === this.silent) return;
    this.silent = silent;
    this.onChange();
  }
}
