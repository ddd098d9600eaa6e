import { readFile, writeFile } from 'node:fs/promises';
import type { Finding } from './checker';
import type { Scenario, Tier } from './scenario';

/** The progress of a scenario so far; parts with findings do not count, and are repeated. */
export interface Played {
  id: number;
  name: string;
  /** In `unit`. */
  count: number;
  unit: string;
  /** The number of parts, each on a scene of its own. */
  parts: number;
  seconds: number;
  findings: Finding[];
  /** Of the last part. */
  figures: string;
}

/** The result of one part. */
export type Part = Pick<Played, 'count' | 'seconds' | 'findings' | 'figures'>;

/** Duration of a sitting of the longest tier, in minutes. */
export const SITTING_MINUTES = 60;
/** Estimate for a first part, unless its scenario sets one; later parts are estimated from those before. */
const PART_MINUTES = 5;

/**
 * Runs what fits into an hour, and the next hour the rest: fifty thousand programs are more than two hours of two cores. A scenario is run
 * in parts; the passed ones are stored in a file after each, so that no more than one is repeated after an interruption.
 */
export class Sittings {
  private constructor(
    private readonly tier: Tier,
    private readonly seed: string,
    private readonly file: string | undefined,
    private readonly before: Played[],
  ) {}

  /** @param file where the progress is stored; that of another tier or seed is ignored */
  static async open(tier: Tier, seed: string, file: string | undefined): Promise<Sittings> {
    const text = file === undefined ? undefined : await readFile(file, 'utf8').catch(() => undefined);
    const known =
      text === undefined
        ? undefined
        : (JSON.parse(text) as { tier: string; seed: string; results: Played[] });
    const same = known?.tier === tier && known.seed === seed;
    return new Sittings(tier, seed, file, same ? known.results : []);
  }

  /** The progress of earlier sittings. */
  of({ id, name, unit }: Scenario): Played {
    const known = this.before.find((played) => played.id === id && played.name === name);
    return { id, name, unit, count: 0, parts: 0, seconds: 0, figures: '', ...known, findings: [] };
  }

  /** The size of the next part, and an estimate of its duration in minutes; undefined when the scenario is complete. */
  next(
    { counts, parts }: Scenario,
    played: Pick<Played, 'count' | 'parts' | 'seconds'>,
  ): { count: number; minutes: number } | undefined {
    const left = counts[this.tier] - played.count;
    if (left <= 0) return undefined;
    if (this.tier !== 'soak') return { count: left, minutes: 0 };
    const known = played.parts > 0 ? played.seconds / played.parts / 60 : undefined;
    return { count: Math.min(left, parts?.count ?? left), minutes: known ?? parts?.minutes ?? PART_MINUTES };
  }

  /** The seed of the next part: each part has another. */
  chancesOf({ id, parts }: Played): number {
    return (Number(this.seed) + 1000 * parts) * 1000 + id;
  }

  /** Adds a part to the progress, and stores it. @returns the progress */
  async add(played: Played, part: Part): Promise<Played> {
    const passed = part.findings.length === 0;
    const now: Played = {
      ...played,
      ...part,
      count: played.count + (passed ? part.count : 0),
      parts: played.parts + (passed ? 1 : 0),
      seconds: played.seconds + part.seconds,
    };
    const others = this.before.filter(({ id, name }) => id !== played.id || name !== played.name);
    this.before.splice(0, Infinity, ...others, now);
    if (this.file !== undefined) await writeFile(this.file, this.answer(this.before));
    return now;
  }

  /** The results as JSON. */
  answer(results: Played[]): string {
    return JSON.stringify({ tier: this.tier, seed: this.seed, results });
  }
}
