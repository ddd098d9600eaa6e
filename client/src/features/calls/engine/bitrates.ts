/** What a sender is set to. */
export interface Target {
  /** False sends nothing. */
  active: boolean;
  /** In bit/s. */
  maxBitrate: number;
  /** The picture is sent this many times smaller, 1 or more. */
  scale: number;
}

interface Tier {
  height: number;
  bitrate: number;
}

/** What each other person is sent, by the number of people: each is an encoding and an upload of its own. Measured in mesh calls. */
const tiers: Readonly<Record<number, Tier>> = {
  2: { height: 720, bitrate: 1_700_000 },
  3: { height: 540, bitrate: 900_000 },
  4: { height: 360, bitrate: 500_000 },
};
const CROWD: Tier = { height: 360, bitrate: 300_000 };
/** Below this height a face is not recognised, in lines. */
const SMALLEST = 180;
/** Below it a picture of that height falls apart, in bit/s. */
const LEAST_BITRATE = 100_000;
/** All receivers of a screen together, in bit/s. */
const SCREEN = 1_500_000;
const LEAST_SCREEN = 150_000;
/** Pictures of half the height need more than a quarter of the bits: what is common to all sizes stays. */
const BITS_BY_AREA = 0.75;
/** Where a track does not say its height, in lines. */
const USUAL_HEIGHT = 720;

/** Voice in full band, and sound in general, in bit/s (Opus, RFC 7587 section 3.1.1). */
export const audioBitrates = { mic: 40_000, tone: 128_000 } as const;

/**
 * What a camera sends to one other leg.
 *
 * @param people in the call, with oneself
 * @param wanted the largest height at which that leg shows it, in lines; 0 for none, undefined while it has not said
 * @param height of the track, in lines; undefined where the browser does not say
 */
export function cameraTarget(people: number, wanted: number | undefined, height = USUAL_HEIGHT): Target {
  if (wanted === 0) return { active: false, maxBitrate: LEAST_BITRATE, scale: 1 };
  const tier = people <= 2 ? tiers[2] : tiers[people];
  const { height: most, bitrate } = tier ?? CROWD;
  const lines = Math.min(most, Math.max(SMALLEST, wanted ?? most));
  const share = ((lines / most) ** 2) ** BITS_BY_AREA;
  return {
    active: true,
    maxBitrate: Math.round(Math.max(LEAST_BITRATE, bitrate * share)),
    scale: Math.max(1, height / lines),
  };
}

/**
 * What a shared screen sends to one other leg: all lines, as text must stay readable, and fewer pictures instead.
 *
 * @param people in the call, with oneself
 */
export const screenTarget = (people: number): Target => ({
  active: true,
  maxBitrate: Math.round(Math.max(LEAST_SCREEN, SCREEN / Math.max(1, people - 1))),
  scale: 1,
});
