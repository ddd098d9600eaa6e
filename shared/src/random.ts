/**
 * A small generator that returns the same numbers for the same seed, so that a failure can be reproduced.
 * Source: mulberry32 by Tommy Ettinger, public domain.
 * @returns a function that returns numbers in [0, 1).
 */
export function seeded(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
