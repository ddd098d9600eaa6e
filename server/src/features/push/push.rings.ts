import type { MessageView } from '@parley/shared/messages';
import { setTimeout } from 'node:timers/promises';
import type { Server } from '../../platform/context.js';
import { ring, reword } from './push.actions.js';

/** So many times as long as it took to find out whom messages ring nothing more is looked at: a fifth of the database at most. */
const RESTS = 4;

/**
 * Finds out whom messages ring. One that comes alone is looked at at once; what comes meanwhile waits and is looked at
 * together, so that a busy workspace costs a few questions at a time, and not some for each message and each member.
 */
export class Rings {
  /** What waits, each message once as it is now; `fresh` are those that were just said. */
  private waiting = new Map<string, { message: MessageView; fresh: boolean }>();
  private looking = false;

  constructor(private readonly server: Server) {}

  add(message: MessageView): void {
    // What a room tells of itself rings nobody.
    if (message.notice === null) this.wait(message, true);
  }

  /** A message says something else now, or nothing: also while it still waits to ring. */
  reword(message: MessageView): void {
    this.wait(message, this.waiting.get(message.messageId)?.fresh === true);
  }

  private wait(message: MessageView, fresh: boolean): void {
    this.waiting.set(message.messageId, { message, fresh });
    if (!this.looking) void this.look();
  }

  private async look(): Promise<void> {
    this.looking = true;
    while (this.waiting.size > 0) {
      const waiting = [...this.waiting.values()];
      this.waiting = new Map();
      const those = (isFresh: boolean): MessageView[] =>
        waiting.flatMap(({ message, fresh }) => (fresh === isFresh ? [message] : []));
      const began = performance.now();
      try {
        if (those(true).length > 0) await ring(this.server, those(true));
        if (those(false).length > 0) await reword(this.server, those(false));
      } catch (error) {
        this.server.log.warn({ err: error, messages: waiting.length }, 'pushes could not be sent');
      }
      await setTimeout(RESTS * (performance.now() - began), undefined, { ref: false });
    }
    this.looking = false;
  }
}
