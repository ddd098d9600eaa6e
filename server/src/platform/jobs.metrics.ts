import { Counter, Gauge, Histogram } from 'prom-client';
import type { Metrics } from './metrics.js';
import { perServer } from './perServer.js';

/** Seconds: from a look that found nothing to a run of half an hour. */
const buckets = [0.01, 0.1, 1, 10, 60, 600, 1800];

type Outcome = 'ok' | 'failed';

/** Metrics of this node's jobs, in Prometheus' terms. */
class JobMetrics {
  private readonly seconds: Histogram<'job'>;
  private readonly runs: Counter<'job' | 'outcome'>;
  private readonly succeededAt: Gauge<'job'>;

  constructor({ registry }: Metrics) {
    const registers = [registry];
    this.seconds = new Histogram({
      name: 'parley_job_seconds',
      help: 'How long runs of jobs took on this node.',
      labelNames: ['job'],
      buckets,
      registers,
    });
    this.runs = new Counter({
      name: 'parley_job_runs_total',
      help: 'Runs of jobs on this node, by how they ended.',
      labelNames: ['job', 'outcome'],
      registers,
    });
    this.succeededAt = new Gauge({
      name: 'parley_job_last_success_seconds',
      help: 'When a job last succeeded on this node, in Unix seconds.',
      labelNames: ['job'],
      registers,
    });
  }

  /** A run begins. Returns the function to call with its outcome. */
  begin(job: string): (outcome: Outcome) => void {
    const ended = this.seconds.startTimer({ job });
    return (outcome) => {
      ended();
      this.runs.inc({ job, outcome });
      if (outcome === 'ok') this.succeededAt.set({ job }, Date.now() / 1000);
    };
  }
}

export const jobMetricsOf = perServer(({ metrics }) => new JobMetrics(metrics));
