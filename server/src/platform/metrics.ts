import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Seconds: from a cached answer to one somebody complains about. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** What is counted while the server runs, in Prometheus' terms; one set for each server. */
export interface Metrics {
  registry: Registry;
  /** Messages sent, once each: repeats are not counted. */
  sends: Counter;
  /** Events sent to connections. */
  deliveries: Counter;
  /** Requests by method, route and status, in seconds. */
  requests: Histogram<'method' | 'route' | 'status'>;
  /** Socket commands by name and outcome, in seconds. */
  commands: Histogram<'command' | 'outcome'>;
  /** Database commands by name, in seconds. */
  database: Histogram<'command' | 'outcome'>;
  /** Problems returned, by code. */
  errors: Counter<'code'>;
}

export function createMetrics(): Metrics {
  const registers = [new Registry()];
  const [registry = new Registry()] = registers;
  return {
    registry,
    sends: new Counter({ name: 'parley_sends_total', help: 'Messages said.', registers }),
    deliveries: new Counter({
      name: 'parley_deliveries_total',
      help: 'Events handed to connections.',
      registers,
    }),
    requests: new Histogram({
      name: 'parley_request_seconds',
      help: 'HTTP requests.',
      labelNames: ['method', 'route', 'status'],
      buckets,
      registers,
    }),
    commands: new Histogram({
      name: 'parley_command_seconds',
      help: 'Socket commands.',
      labelNames: ['command', 'outcome'],
      buckets,
      registers,
    }),
    database: new Histogram({
      name: 'parley_database_seconds',
      help: 'Database commands.',
      labelNames: ['command', 'outcome'],
      buckets,
      registers,
    }),
    errors: new Counter({
      name: 'parley_errors_total',
      help: 'Problems answered, by their code.',
      labelNames: ['code'],
      registers,
    }),
  };
}

/** A number that is read when the metrics are. */
export function gauge(metrics: Metrics, at: { name: string; help: string }, read: () => number): void {
  new Gauge({
    ...at,
    registers: [metrics.registry],
    collect() {
      this.set(read());
    },
  });
}
