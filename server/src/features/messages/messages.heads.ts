import type { Heads } from '@parley/shared/messages';
import type { Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';

const MOST_KNOWN = 10_000;
/** So long after another node was met in a room this one tells it how far the room is. */
const SHARED_MS = 60_000;

/**
 * How far rooms are, as this node last knew. It may be behind, which the claim then finds out; it is never ahead, because only what
 * is durable is told, and a place that was claimed from too far ahead would leave a hole.
 *
 * Two people who talk in one room over two nodes would each lose their first claim every time. So a node that has lost one tells what it
 * writes to that room, and whoever hears that tells too. In rooms that only one node writes to nothing is told.
 */
class KnownHeads {
  private readonly known = new Map<string, Heads>();
  private readonly sharedUntil = new Map<string, number>();

  constructor(private readonly server: Server) {
    server.nodes.onMessage((message) => {
      if (message.kind !== 'heads') return;
      this.share(message.roomId);
      this.raise(message.roomId, message.heads);
    });
  }

  /** What is known, which is then known no more: until its batch is written nobody can say how far the room is. */
  take(roomId: string): Heads | undefined {
    const heads = this.known.get(roomId);
    this.known.delete(roomId);
    return heads;
  }

  /** A batch is durable up to here. */
  wrote(roomId: string, heads: Heads): void {
    this.raise(roomId, heads);
    const until = this.sharedUntil.get(roomId);
    if (until === undefined) return;
    if (until > performance.now()) this.server.nodes.tell({ kind: 'heads', roomId, heads });
    else this.sharedUntil.delete(roomId);
  }

  /** Another node writes to this room too. */
  share(roomId: string): void {
    if (this.sharedUntil.size >= MOST_KNOWN) this.sharedUntil.clear();
    this.sharedUntil.set(roomId, performance.now() + SHARED_MS);
  }

  private raise(roomId: string, { headSeq, headRev }: Heads): void {
    if (this.known.size >= MOST_KNOWN) this.known.clear();
    const before = this.known.get(roomId);
    this.known.set(roomId, {
      headSeq: Math.max(headSeq, before?.headSeq ?? 0),
      headRev: Math.max(headRev, before?.headRev ?? 0),
    });
  }
}

export const headsOf = perServer((server) => new KnownHeads(server));
