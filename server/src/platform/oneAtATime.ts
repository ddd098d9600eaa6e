import { refusal } from '@parley/shared/refusals';

/** The client has disconnected: the work is cancelled. */
export class ClientGone extends Error {}

/** Whether the client's connection has ended. */
export type Gone = () => boolean;

/** @throws ClientGone */
export function requireClient(gone: Gone): void {
  if (gone()) throw new ClientGone('the connection of this request has ended');
}

interface Line {
  /** The waiting and running clients. */
  clients: Gone[];
  last: Promise<void>;
}

/** Serializes work per key, on this server: expensive requests of one person delay that person, not others. */
export class OneAtATime {
  private readonly lines = new Map<string, Line>();

  /** @param mostWaiting how many of one key may wait */
  constructor(private readonly mostWaiting: number) {}

  /**
   * Runs `work` after the earlier work of this key has ended.
   * @param gone checked at its turn, and when others want to wait: disconnected clients take no place
   * @throws rate_limited when too many wait, ClientGone, and what `work` throws
   */
  async run<T>(key: string, gone: Gone, work: () => Promise<T>): Promise<T> {
    const line = this.lines.get(key) ?? { clients: [], last: Promise.resolve() };
    if (line.clients.filter((left) => !left()).length > this.mostWaiting)
      throw refusal('limits.requests', {}, { retryAfter: 1 });
    this.lines.set(key, line);
    line.clients.push(gone);
    const before = line.last;
    let end = (): void => undefined;
    line.last = new Promise((resolve) => (end = resolve));
    await before;
    try {
      requireClient(gone);
      return await work();
    } finally {
      line.clients.splice(line.clients.indexOf(gone), 1);
      if (line.clients.length === 0) this.lines.delete(key);
      end();
    }
  }
}
