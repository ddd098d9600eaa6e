import type { Finding } from './checker';
import type { Scene } from './scene';
import type { Stage } from './stage';
import type { Transports } from './transports';

/** How much is tried: in a minute, in ten, in an hour. */
export type Tier = 'smoke' | 'ci' | 'soak';

/** What a scenario works with. */
export interface Run {
  stage: Stage;
  scene: Scene;
  /** How often the fault is made, in the scenario's unit. */
  count: number;
  /** Reproducible chance. */
  random: () => number;
  /** When one that goes on in acts ends before its count, in ms since the epoch. */
  endsAt: number;
  /** Tells how far it is. */
  step: (done: number) => void;
}

export interface Outcome {
  findings: Finding[];
  /** What was seen, in figures, for the line of the report. */
  figures: string;
}

export interface Scenario {
  /** Its number among what must hold; the order of the report. */
  id: number;
  name: string;
  /** What is done, and what must hold. */
  says: string;
  /** What `counts` counts. */
  unit: string;
  counts: Record<Tier, number>;
  /** In the longest tier so many are played at once, in so many minutes or less; all of them, in a few minutes, when nothing is said. */
  parts?: { count?: number; minutes?: number };
  /** What its clients connect by, unless it says otherwise itself; `websocket` when nothing is said. */
  transports?: Transports;
  run: (run: Run) => Promise<Outcome>;
}

export const between = (random: () => number, least: number, most: number): number =>
  least + random() * (most - least);

/** Of all these times ninety-nine of a hundred are at most this. */
export const percentile99 = (times: number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0;
