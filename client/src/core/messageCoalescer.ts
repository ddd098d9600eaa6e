import type { MessageView } from '@parley/shared/messages';

/** Interval between two batches of messages: faster than anybody can see, slow enough to draw and type between. */
const INTERVAL_MS = 100;
/** Longest pause between two keys of somebody who is typing. */
const TYPING_MS = 200;

/**
 * Applies messages that arrive faster than a screen is drawn as one batch: each batch renders the whole page, however
 * many they are. A single message is applied at once. While somebody types, a batch is applied just after a key is on
 * the screen, when the next key is furthest away: that key would have to wait for the render.
 */
export class MessageCoalescer {
  private readonly waiting = new Map<string, MessageView[]>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private takenAt = -Infinity;
  private pressedAt = -Infinity;

  /** @param take is called with a room's messages, in the order in which they arrived */
  constructor(private readonly take: (roomId: string, messages: MessageView[]) => void) {}

  receive(roomId: string, messages: MessageView[]): void {
    const waiting = this.waiting.get(roomId);
    if (waiting) waiting.push(...messages);
    else this.waiting.set(roomId, [...messages]);
    // Checked here and not only by the timer: in a background tab timers run once a minute.
    if (!this.timer || this.restMs() <= 0) this.look();
  }

  /** A key was pressed. */
  pressed(): void {
    this.pressedAt = performance.now();
    if (this.timer && this.pressedAt >= this.takenAt + INTERVAL_MS)
      requestAnimationFrame(() => setTimeout(() => this.flush()));
  }

  /** How long the batch still has to wait, in ms. A single message does not wait for a key. */
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

  /** Drops the pending messages: the next person to sign in must not receive them. */
  stop(): void {
    this.waiting.clear();
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
