import type { MessageView } from '@parley/shared/messages';

/** So far apart a room's messages are taken in: more often than anybody can see, and seldom enough to draw and type between. */
const APART_MS = 100;

/**
 * Messages that come faster than a screen is drawn are taken in together: each time costs a pass through the whole page,
 * however many there are. What comes alone is taken in at once.
 */
export class Incoming {
  private readonly waiting = new Map<string, MessageView[]>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private takenAt = -Infinity;

  /** @param take is given a room's messages, in the order in which they came */
  constructor(private readonly take: (roomId: string, messages: MessageView[]) => void) {}

  hear(roomId: string, messages: MessageView[]): void {
    const waiting = this.waiting.get(roomId);
    if (waiting) waiting.push(...messages);
    else this.waiting.set(roomId, [...messages]);
    const wait = this.takenAt + APART_MS - performance.now();
    // Also asked here and not only by the timer: in a tab nobody looks at timers come once in a minute.
    if (wait <= 0) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), wait);
  }

  private flush(): void {
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
