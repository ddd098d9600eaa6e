import { AppError } from '@parley/shared/errors';

/** Who asked has gone: nobody hears the answer, so none is made. */
export class AskerGone extends Error {}

/** Has the connection ended on which an answer is waited for? */
export type Gone = () => boolean;

/** @throws AskerGone */
export function requireAsking(gone: Gone): void {
  if (gone()) throw new AskerGone('the connection of this request has ended');
}

interface Line {
  /** Of those who wait and of the one that runs. */
  askers: Gone[];
  last: Promise<void>;
}

/** Lets one piece of work of each key run at a time, on this server: what is dear is dear to who asks for it, not to others. */
export class OneAtATime {
  private readonly lines = new Map<string, Line>();

  /** @param mostWaiting so many of one key may wait */
  constructor(private readonly mostWaiting: number) {}

  /**
   * Runs `work` when the work of this key before it has ended.
   * @param gone looked at when its turn comes, and when others want to wait: those who have gone hold no place
   * @throws rate_limited when too many wait, AskerGone, and what `work` throws
   */
  async run<T>(key: string, gone: Gone, work: () => Promise<T>): Promise<T> {
    const line = this.lines.get(key) ?? { askers: [], last: Promise.resolve() };
    if (line.askers.filter((left) => !left()).length > this.mostWaiting)
      throw new AppError('rate_limited', 'Too many requests of this kind at once.', { retryAfter: 1 });
    this.lines.set(key, line);
    line.askers.push(gone);
    const before = line.last;
    let end = (): void => undefined;
    line.last = new Promise((resolve) => (end = resolve));
    await before;
    try {
      requireAsking(gone);
      return await work();
    } finally {
      line.askers.splice(line.askers.indexOf(gone), 1);
      if (line.askers.length === 0) this.lines.delete(key);
      end();
    }
  }
}
