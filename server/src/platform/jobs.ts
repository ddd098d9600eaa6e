import { trusted, type UpdateQuery } from 'mongoose';
import type { Config } from '../config.js';
import type { Server } from './context.js';
import { duplicateKey } from './database.js';
import { errorOf, JobDocs, RUNS_LISTED, type JobDoc } from './jobs.model.js';
import type { JobRunDoc, JobState } from './jobState.js';
import { jobMetricsOf } from './jobs.metrics.js';
import { releaseLease, takeLease } from './lease.js';
import type { SocketServer } from './socket.js';

/** The context of a job's run. */
export interface JobRun {
  server: Server;
  io: SocketServer;
  /** Whether the server stops, or another node has taken the job: a long run ends at its next step. */
  stopped: () => boolean;
  /** Stores the progress, in steps of the job; for `cluster` jobs. */
  progress: (done: number, total: number) => Promise<void>;
}

/** Periodic work. */
export interface Job {
  /** Of its feature and what it does, `uploads.sweep`. */
  name: string;
  /** Interval between the beginnings of two runs, in ms. */
  everyMs: (config: Config) => number;
  /** By each node for itself, or by one node for all. */
  runs: 'node' | 'cluster';
  /** It also runs when the server starts: a stop or a crash may have left something half done. */
  atStart?: true;
  run: (run: JobRun) => Promise<unknown>;
}

/** The lease of a job without renewal, in ms; it is renewed three times as often. */
const LEASE_MS = 60_000;
/** Share of the interval that a cluster job rests: the timers of nodes are never quite on time. */
const REST_SHARE = 0.9;

/** The name of a job's lease. */
export const leaseOf = (job: Pick<Job, 'name'>): string => `job ${job.name}`;

/** Runs the jobs of all features. */
export class Jobs {
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly running = new Map<string, Promise<void>>();
  private readonly lastHere = new Map<string, JobRunDoc>();
  private stopping = false;

  constructor(
    private readonly server: Server,
    private readonly io: SocketServer,
    private readonly jobs: readonly Job[],
  ) {}

  start(): void {
    for (const job of this.jobs) {
      const timer = setInterval(() => void this.attempt(job), job.everyMs(this.server.config));
      this.timers.set(job.name, timer.unref());
      if (job.atStart) void this.attempt(job);
    }
  }

  /** Starts nothing more; a run that checks `stopped` ends early. Resolves when all have ended. */
  async stop(): Promise<void> {
    this.stopping = true;
    for (const timer of this.timers.values()) clearInterval(timer);
    await Promise.all(this.running.values());
  }

  /** All jobs. Those that each node runs for itself are not stored: some run every second. */
  list(): JobState[] {
    return this.jobs.map((job) => ({
      name: job.name,
      runs: job.runs,
      everyMs: job.everyMs(this.server.config),
      last: this.lastHere.get(job.name) ?? null,
    }));
  }

  /**
   * Runs a job now, before it is due. If another node runs it, that node runs it again.
   * @returns when the run on this node has ended, also when it failed, which is logged
   * @throws Error when there is no such job
   */
  async runNow(name: string): Promise<void> {
    const job = this.jobs.find((candidate) => candidate.name === name);
    if (!job) throw new Error(`there is no job ${name}`);
    if (job.runs === 'cluster')
      await this.write(name, {
        $set: { requestedAt: new Date(), nextAt: new Date(0) },
        $setOnInsert: { startedAt: new Date(0) },
      });
    // The present run may have passed what is new.
    await this.running.get(name);
    await this.attempt(job);
  }

  /** One run at a time on each node; draining waits for it. */
  private attempt(job: Job): Promise<void> {
    const under = this.running.get(job.name);
    if (under) return under;
    if (this.stopping) return Promise.resolve();
    const run = job.runs === 'node' ? this.runHere(job) : this.runForAll(job);
    const ended = this.server.inFlight
      .track(run)
      .catch((error: unknown) => this.server.log.warn({ err: error, job: job.name }, 'a job failed'))
      .finally(() => this.running.delete(job.name));
    this.running.set(job.name, ended);
    return ended;
  }

  private async runHere(job: Job): Promise<void> {
    const stopped = (): boolean => this.stopping;
    const ended = this.begin();
    try {
      await this.measured(job, { stopped, progress: () => Promise.resolve() });
      this.lastHere.set(job.name, ended(null));
    } catch (error) {
      this.lastHere.set(job.name, ended(errorOf(error)));
      throw error;
    }
  }

  /** A run begins. Returns the function that describes it when it has ended. */
  private begin(): (error: string | null) => JobRunDoc {
    const [startedAt, at] = [new Date(), performance.now()];
    const node = this.server.nodes.nodeId;
    return (error) => ({ startedAt, ms: Math.round(performance.now() - at), error, node });
  }

  private async measured(job: Job, rest: Pick<JobRun, 'stopped' | 'progress'>): Promise<void> {
    const done = jobMetricsOf(this.server).begin(job.name);
    try {
      await job.run({ server: this.server, io: this.io, ...rest });
      done('ok');
    } catch (error) {
      done('failed');
      throw error;
    }
  }

  private async runForAll(job: Job): Promise<void> {
    const { server } = this;
    const holder = server.nodes.nodeId;
    while (!this.stopping && (await this.isDue(job))) {
      if (!(await takeLease(server, leaseOf(job), { holder, ms: LEASE_MS }))) return;
      try {
        // Another node may have run it between the two checks.
        if (await this.isDue(job)) await this.runWithLease(job, holder);
      } finally {
        await releaseLease(server, leaseOf(job), holder);
      }
    }
  }

  /** Updates a job's document. Of two that insert at once the second finds the first one's, and updates it. */
  private async write(name: string, update: UpdateQuery<JobDoc>): Promise<void> {
    const write = () => JobDocs(this.server).updateOne({ _id: name }, update, { upsert: true });
    try {
      await write();
    } catch (error) {
      if (!duplicateKey(error)) throw error;
      await write();
    }
  }

  private async isDue(job: Job): Promise<boolean> {
    const later = { _id: job.name, nextAt: trusted({ $gt: new Date() }) };
    return (await JobDocs(this.server).exists(later)) === null;
  }

  private async runWithLease(job: Job, holder: string): Promise<void> {
    const { server } = this;
    let lost = false;
    const renewal = setInterval(() => {
      takeLease(server, leaseOf(job), { holder, ms: LEASE_MS }).then(
        (isOurs) => (lost ||= !isOurs),
        (error: unknown) => server.log.warn({ err: error, job: job.name }, 'a lease could not be renewed'),
      );
    }, LEASE_MS / 3);
    const startedAt = new Date();
    const ended = this.begin();
    const noteEnd = (error: string | null): Promise<void> =>
      this.write(job.name, {
        $set: { endedAt: new Date(), error },
        $push: { runs: { $each: [ended(error)], $slice: -RUNS_LISTED } },
      });
    const nextAt = new Date(startedAt.getTime() + job.everyMs(server.config) * REST_SHARE);
    await this.write(job.name, {
      $set: { startedAt, endedAt: null, nextAt, done: 0, total: 0 },
      $unset: { requestedAt: 1 },
    });
    try {
      await this.measured(job, {
        stopped: () => this.stopping || lost,
        progress: (done, total) => this.write(job.name, { $set: { done, total } }),
      });
    } catch (error) {
      await noteEnd(errorOf(error));
      throw error;
    } finally {
      clearInterval(renewal);
    }
    await noteEnd(null);
    // Requested while it ran, which may have been too late for this run. No times are compared: clocks of nodes differ.
    await JobDocs(server).updateOne(
      { _id: job.name, requestedAt: trusted({ $exists: true }) },
      { $set: { nextAt: new Date(0) } },
    );
  }
}
