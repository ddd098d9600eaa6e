import type { LinkStats } from './engine';
import type { Sample } from './sample';

/** What one notices of a connection. */
export interface Trouble {
  /** Share of packets lost, 0 to 1. */
  lost: number;
  /** In ms; null while unknown. */
  roundTrip: number | null;
  /** Share of the time in which the picture stood still, 0 to 1. */
  frozen: number;
}

/**
 * The limits of each grade. Round trips are twice the one-way delays of ITU-T G.114: up to 150 ms nobody notices, beyond
 * 400 ms people talk over each other. Opus conceals a few per cent of loss, and not a fifth.
 */
const grades: readonly { quality: 1 | 2 | 3; worst: Trouble & { roundTrip: number } }[] = [
  { quality: 3, worst: { lost: 0.02, roundTrip: 300, frozen: 0.03 } },
  { quality: 2, worst: { lost: 0.06, roundTrip: 800, frozen: 0.12 } },
  { quality: 1, worst: { lost: 0.2, roundTrip: 2000, frozen: 0.5 } },
];

/** The grade of a connection: the one that its worst trouble leaves. */
export const qualityOf = ({ lost, roundTrip, frozen }: Trouble): LinkStats['quality'] =>
  grades.find(
    ({ worst }) => lost <= worst.lost && (roundTrip ?? 0) <= worst.roundTrip && frozen <= worst.frozen,
  )?.quality ?? 0;

/**
 * What happened between two samples of a connection. The counters of a receiver that has gone count for nothing, and neither
 * does a picture that stood still for longer than the time between: its camera was off, which browsers count when it goes on.
 */
export function troubleBetween(first: Sample, last: Sample): Trouble {
  const grown = (name: 'packets' | 'lost' | 'freezes'): number => Math.max(0, last[name] - first[name]);
  const [packets, lost, elapsed] = [grown('packets'), grown('lost'), last.at - first.at];
  const freezes = grown('freezes');
  return {
    lost: packets + lost === 0 ? 0 : lost / (packets + lost),
    roundTrip: last.roundTrip,
    frozen: elapsed <= 0 || freezes > elapsed ? 0 : freezes / elapsed,
  };
}
