import type { MessageView } from '@parley/shared/messages';
import { setTimeout } from 'node:timers/promises';
import type { Server } from '../../platform/context.js';
import { ring } from './push.actions.js';

/** So many times as long as it took to find out whom messages ring nothing more is looked at: a fifth of the database at most. */
const RESTS = 4;

/**
 * Finds out whom messages ring. One that comes alone is looked at at once; what comes meanwhile waits and is looked at
 * together, so that a busy workspace costs a few questions at a time, and not some for each message and each member.
 */
export class Rings {
  private waiting: MessageView[] = [];
  private looking = false;

  constructor(private readonly server: Server) {}

  add(message: MessageView): void {
    // What a room tells of itself rings nobody.
    if (message.notice !== null) return;
    this.waiting.push(message);
    if (!this.looking) void this.look();
  }

  private async look(): Promise<void> {
    this.looking = true;
    while (this.waiting.length > 0) {
      const messages = this.waiting;
      this.waiting = [];
      const began = performance.now();
      await ring(this.server, messages).catch((error: unknown) =>
        this.server.log.warn({ err: error, messages: messages.length }, 'pushes could not be sent'),
      );
      await setTimeout(RESTS * (performance.now() - began), undefined, { ref: false });
    }
    this.looking = false;
  }
}
