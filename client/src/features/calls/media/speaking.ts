/**
 * The level of some samples of sound: 0 at −60 dB below full scale, where a room is quiet, to 1 at full scale.
 *
 * @param samples -1 to 1
 */
export function levelOf(samples: Float32Array): number {
  const square = samples.reduce((total, sample) => total + sample * sample, 0) / Math.max(1, samples.length);
  return Math.min(1, Math.max(0, 1 + Math.log10(square + Number.MIN_VALUE) / 6));
}

/** Speech of usual loudness is around −30 dB (0.5), a quiet one −40 dB (0.33); a fan after noise suppression below −50 dB. */
const BEGINS = 0.3;
const ENDS = 0.2;
/** Words have pauses: speaking ends after this long, in ms. */
const PAUSE_MS = 500;

/** Decides from levels whether somebody speaks. It begins at once, ends after a pause, and does not flicker in between. */
export class Speaking {
  private speaking = false;
  private loudAt = -Infinity;

  /**
   * @param level 0 to 1
   * @param now in ms
   * @returns whether they speak now
   */
  observe(level: number, now: number): boolean {
    if (level >= (this.speaking ? ENDS : BEGINS)) {
      this.speaking = true;
      this.loudAt = now;
    } else if (now - this.loudAt >= PAUSE_MS) this.speaking = false;
    return this.speaking;
  }
}
