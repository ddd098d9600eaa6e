import { refusal } from '@parley/shared/refusals';

/** The client has disconnected: nobody receives the answer, so none is made. */
export class ClientGone extends Error {}

/** Has the client's connection ended? */
export type Gone = () => boolean;

/** @throws ClientGone */
export function requireClient(gone: Gone): void {
  if (gone()) throw new ClientGone('the connection of this request has ended');
}

interface Line {
  /** Of those that wait and of the one that runs. */
  clients: Gone[];
  last: Promise<void>;
}

/** Runs one piece of work of each key at a time, on this server: expensive requests of one person delay that person, not others. */
export class OneAtATime {
  private readonly lines = new Map<string, Line>();

  /** @param mostWaiting so many of one key may wait */
  constructor(private readonly mostWaiting: number) {}

  /**
   * Runs `work` when the work of this key before it has ended.
   * @param gone checked when its turn comes, and when others want to wait: disconnected clients hold no place
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
