import type { MessageView } from '@parley/shared/messages';

/** So far apart a room's messages are taken in: more often than anybody can see, and seldom enough to draw and type between. */
const INTERVAL_MS = 100;
/** Who types presses the next key within so long. */
const TYPING_MS = 200;

/**
 * Messages that come faster than a screen is drawn are taken in together: each time costs a pass through the whole page,
 * however many there are. What comes alone is taken in at once. While somebody types, what waits is taken in just after a
 * key is on the screen, since the next key is then furthest away: it would have to wait for the page to be drawn.
 */
export class MessageCoalescer {
  private readonly waiting = new Map<string, MessageView[]>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private takenAt = -Infinity;
  private pressedAt = -Infinity;

  /** @param take is given a room's messages, in the order in which they came */
  constructor(private readonly take: (roomId: string, messages: MessageView[]) => void) {}

  receive(roomId: string, messages: MessageView[]): void {
    const waiting = this.waiting.get(roomId);
    if (waiting) waiting.push(...messages);
    else this.waiting.set(roomId, [...messages]);
    // Also asked here and not only by the timer: in a tab nobody looks at timers come once in a minute.
    if (!this.timer || this.restMs() <= 0) this.look();
  }

  /** A key was pressed. */
  pressed(): void {
    this.pressedAt = performance.now();
    if (this.timer && this.pressedAt >= this.takenAt + INTERVAL_MS)
      requestAnimationFrame(() => setTimeout(() => this.flush()));
  }

  /** How long what waits still has to wait. What comes alone does not wait for a key. */
  private restMs(): number {
    const next = this.takenAt + INTERVAL_MS;
    return (this.timer ? Math.max(next, this.pressedAt + TYPING_MS) : next) - performance.now();
  }

  private look(): void {
    const rest = this.restMs();
    if (rest <= 0) return this.flush();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), rest);
  }

  private flush(): void {
    if (this.waiting.size === 0) return;
    this.takenAt = performance.now();
    const waiting = [...this.waiting];
    this.stop();
    for (const [roomId, messages] of waiting) this.take(roomId, messages);
  }

  /** What waits is not taken in any more: whoever signs in next hears nothing of it. */
  stop(): void {
    this.waiting.clear();
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
