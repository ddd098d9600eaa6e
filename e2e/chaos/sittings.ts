import { readFile, writeFile } from 'node:fs/promises';
import type { Finding } from './checker';
import type { Scenario, Tier } from './scenario';

/** What has been played of a scenario so far; parts with findings are not in its count, and are played again. */
export interface Played {
  id: number;
  name: string;
  /** In `unit`. */
  count: number;
  unit: string;
  /** In how many parts, each on a scene of its own. */
  parts: number;
  seconds: number;
  findings: Finding[];
  /** Of the last part. */
  figures: string;
}

/** A part of a scenario that has just been played. */
export type Part = Pick<Played, 'count' | 'seconds' | 'findings' | 'figures'>;

/** How long a sitting of the longest tier takes, in minutes. */
export const SITTING_MINUTES = 60;
/** What a first part takes at most, unless its scenario says otherwise; the next ones take as long as those before. */
const PART_MINUTES = 5;

/**
 * Plays what an hour has room for, and the next hour the rest: fifty thousand programs are more than two hours of two cores. A scenario is played
 * in parts; which of them have passed is written to a file after each, so that no more than one is played again after a break.
 */
export class Sittings {
  private constructor(
    private readonly tier: Tier,
    private readonly seed: string,
    private readonly file: string | undefined,
    private readonly before: Played[],
  ) {}

  /** @param file where they are remembered; what it holds of another tier or seed is of no use */
  static async open(tier: Tier, seed: string, file: string | undefined): Promise<Sittings> {
    const text = file === undefined ? undefined : await readFile(file, 'utf8').catch(() => undefined);
    const known =
      text === undefined
        ? undefined
        : (JSON.parse(text) as { tier: string; seed: string; results: Played[] });
    const same = known?.tier === tier && known.seed === seed;
    return new Sittings(tier, seed, file, same ? known.results : []);
  }

  /** What was played of it in earlier sittings. */
  of({ id, name, unit }: Scenario): Played {
    const known = this.before.find((played) => played.id === id && played.name === name);
    return { id, name, unit, count: 0, parts: 0, seconds: 0, figures: '', ...known, findings: [] };
  }

  /** How many of it are played next, and about how long these take, in minutes; undefined when it has all been played. */
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

  /** For the chances of the part that comes next: in each part others. */
  chancesOf({ id, parts }: Played): number {
    return (Number(this.seed) + 1000 * parts) * 1000 + id;
  }

  /** @returns what has been played of it with this part, which is remembered */
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

  /** As it is written for programs. */
  answer(results: Played[]): string {
    return JSON.stringify({ tier: this.tier, seed: this.seed, results });
  }
}
