import type { Heads } from '@parley/shared/messages';
import type { Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';
import { headsCachedMs } from './messages.access.js';

declare module '../../platform/nodes.js' {
  interface NodeMessages {
    /** The heads of a room that several nodes write to: all up to here is durable. */
    heads: { roomId: string; heads: Heads };
  }
}

const MOST_KNOWN = 10_000;
/** Time, in ms, for which this node publishes a room's heads after it has met another node there. */
const SHARED_MS = 60_000;
/** Time, in ms, for which the other node then counts as writing now. */
const PRESENT_MS = 500;
const LONGEST_REST_MS = 60;

/** A room that other nodes write to as well; times are of `performance.now()`. */
interface Shared {
  /** When another node's write was detected last. */
  metAt: number;
  /** Until then this node lets others write. */
  restUntil: number;
  /** Resolves the wait for another node. One batch of a room runs at a time, so there is one. */
  received?: () => void;
}

/**
 * How far rooms are, as this node last knew. It may be behind, which the claim then finds out; it is never ahead, because only what
 * is durable is published, and a place that was claimed from too far ahead would leave a hole.
 *
 * Two people who talk in one room over two nodes would each lose their first claim every time. So a node that has lost one publishes what it
 * writes to that room, and a node that receives that does so too. In rooms that only one node writes to nothing is published. Nodes that write to one room
 * without pause take turns by it, as well as that goes without a request between them: only the claim decides.
 */
class KnownHeads {
  private readonly known = new Map<string, Heads & { at: number }>();
  private readonly shared = new Map<string, Shared>();

  constructor(private readonly server: Server) {
    server.nodes.onMessage((message) => {
      if (message.kind !== 'heads') return;
      this.raise(message.roomId, message.heads);
      const shared = this.share(message.roomId);
      shared.restUntil = 0;
      shared.received?.();
    });
  }

  /** Takes the cached heads out: until the batch is written they are unknown. */
  take(roomId: string): Heads | undefined {
    const heads = this.known.get(roomId);
    this.known.delete(roomId);
    return heads && performance.now() - heads.at < headsCachedMs(this.server) ? heads : undefined;
  }

  /**
   * Call when a batch is durable up to these heads.
   * @param tookMs how long writing it took, in ms
   */
  wrote(roomId: string, heads: Heads, tookMs: number): void {
    this.raise(roomId, heads);
    const shared = this.shared.get(roomId);
    if (!shared) return;
    const now = performance.now();
    if (now - shared.metAt > SHARED_MS) return void this.shared.delete(roomId);
    if (now - shared.metAt < PRESENT_MS)
      shared.restUntil = now + Math.random() * Math.min(2 * tookMs, LONGEST_REST_MS);
    this.server.nodes.broadcast({ kind: 'heads', roomId, heads });
  }

  /** Another node writes to this room too. */
  share(roomId: string): Shared {
    if (this.shared.size >= MOST_KNOWN) this.shared.clear();
    const shared = this.shared.get(roomId) ?? { metAt: 0, restUntil: 0 };
    shared.metAt = performance.now();
    this.shared.set(roomId, shared);
    return shared;
  }

  /** A node that has just written to a room of several nodes lets others write, about as long as a write takes. */
  turn(roomId: string): Promise<void> | undefined {
    const rest = (this.shared.get(roomId)?.restUntil ?? 0) - performance.now();
    return rest > 0 ? this.news(roomId, rest) : undefined;
  }

  /** Resolves when another node publishes its heads, or after the timeout in ms. */
  news(roomId: string, withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, withinMs);
      const shared = this.shared.get(roomId);
      if (!shared) return;
      shared.received = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private raise(roomId: string, { headSeq, headRev }: Heads): void {
    if (this.known.size >= MOST_KNOWN) this.known.clear();
    const before = this.known.get(roomId);
    this.known.set(roomId, {
      headSeq: Math.max(headSeq, before?.headSeq ?? 0),
      headRev: Math.max(headRev, before?.headRev ?? 0),
      at: performance.now(),
    });
  }
}

export const headsOf = perServer((server) => new KnownHeads(server));
