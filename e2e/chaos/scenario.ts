import type { Finding } from './checker';
import type { Scene } from './scene';
import type { Stage } from './stage';
import type { Transports } from './transports';

/** The extent: a minute, ten, an hour. */
export type Tier = 'smoke' | 'ci' | 'soak';

/** The context of a scenario. */
export interface Run {
  stage: Stage;
  scene: Scene;
  /** How often the fault is injected, in the scenario's unit. */
  count: number;
  /** A seeded random number. */
  random: () => number;
  /** When one that runs in acts ends before its count, in ms since the epoch. */
  endsAt: number;
  /** Reports the progress. */
  step: (done: number) => void;
}

export interface Outcome {
  findings: Finding[];
  /** Measurements, for the line of the report. */
  figures: string;
}

export interface Scenario {
  /** The number of its promise; the order of the report. */
  id: number;
  name: string;
  /** What it does, and what must hold. */
  says: string;
  /** What `counts` counts. */
  unit: string;
  counts: Record<Tier, number>;
  /** In the longest tier, how many run at once, and in how many minutes at most; by default all of them, in a few minutes. */
  parts?: { count?: number; minutes?: number };
  /** The default transports of its clients; `websocket` when absent. */
  transports?: Transports;
  run: (run: Run) => Promise<Outcome>;
}

export const between = (random: () => number, least: number, most: number): number =>
  least + random() * (most - least);

/** The 99th percentile of these times. */
export const percentile99 = (times: number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0;
