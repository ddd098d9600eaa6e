/** A waiting batch of a key. */
interface Waiting<J, R> {
  jobs: J[];
  settle: (results: Settled<R>[]) => void;
}

/** The outcome of a batch for each of its jobs, in order. */
export type Settled<R> = { ok: true; value: R } | { ok: false; error: unknown };

/** What a key waits for before its next batch; undefined for nothing. */
export type Turn = (key: string) => Promise<void> | undefined;

/** Runs one batch of jobs of a key. It must settle every job. */
export type RunBatch<J, R> = (key: string, jobs: J[]) => Promise<Settled<R>[]>;

/**
 * One queue per key: while a batch runs, further jobs wait and together become the next batch. So writes to one room are
 * serialized, in order, and the busier the room the larger its batches.
 */
export class KeyedQueue<J, R> {
  private readonly waiting = new Map<string, Waiting<J, R>[]>();

  constructor(
    private readonly run: RunBatch<J, R>,
    private readonly turn?: Turn,
    private readonly largestBatch = 500,
  ) {}

  /** Resolves or rejects when the job's batch has run. */
  async push(key: string, job: J): Promise<R> {
    const [result] = await this.pushAll(key, [job]);
    if (!result) throw new Error('the batch did not settle a job');
    if (!result.ok) throw result.error;
    return result.value;
  }

  /** Jobs for one batch, in order; resolves with the outcome of each. */
  pushAll(key: string, jobs: J[]): Promise<Settled<R>[]> {
    return new Promise((settle) => this.wait(key, { jobs, settle }));
  }

  private wait(key: string, waiting: Waiting<J, R>): void {
    const line = this.waiting.get(key);
    if (line) {
      line.push(waiting);
      return;
    }
    const fresh = [waiting];
    this.waiting.set(key, fresh);
    void this.drain(key, fresh);
  }

  /** True when nothing waits or runs. */
  get idle(): boolean {
    return this.waiting.size === 0;
  }

  /** The number of waiting jobs. */
  get depth(): number {
    let depth = 0;
    for (const line of this.waiting.values()) for (const { jobs } of line) depth += jobs.length;
    return depth;
  }

  private async drain(key: string, line: Waiting<J, R>[]): Promise<void> {
    // What arrives in the same turn of the event loop goes into the first batch already.
    await Promise.resolve();
    while (line.length > 0) {
      const turn = this.turn?.(key);
      if (turn) await turn;
      const batch = this.takeBatch(line);
      try {
        const results = await this.run(
          key,
          batch.flatMap(({ jobs }) => jobs),
        );
        let from = 0;
        for (const { jobs, settle } of batch) settle(results.slice(from, (from += jobs.length)));
      } catch (error) {
        for (const { jobs, settle } of batch) settle(jobs.map(() => ({ ok: false, error })));
      }
    }
    this.waiting.delete(key);
  }

  private takeBatch(line: Waiting<J, R>[]): Waiting<J, R>[] {
    let count = 0;
    const end = line.findIndex(({ jobs }) => (count += jobs.length) > this.largestBatch);
    return line.splice(0, end === -1 ? line.length : Math.max(1, end));
  }
}

/** The queues of a server by name, so that draining can wait for all. */
export class KeyedQueues {
  private readonly queues = new Map<string, KeyedQueue<never, never>>();

  /** The queue of this name, created with `run` and `turn` by the first call. */
  get<J, R>(name: string, run: RunBatch<J, R>, turn?: Turn): KeyedQueue<J, R> {
    const found = this.queues.get(name);
    if (found) return found as unknown as KeyedQueue<J, R>;
    const made = new KeyedQueue<J, R>(run, turn);
    this.queues.set(name, made as unknown as KeyedQueue<never, never>);
    return made;
  }

  get depth(): number {
    return [...this.queues.values()].reduce((sum, queue) => sum + queue.depth, 0);
  }

  get idle(): boolean {
    return [...this.queues.values()].every((queue) => queue.idle);
  }
}
