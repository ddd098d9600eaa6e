/** A screen that gives nothing for this long, in ms, is no film that fades. */
const WARN_MS = 5000;
/** Of 255: what compression makes of black stays below. */
const BLACK = 16;

/** What is seen of a shared screen at a moment. */
export type Look = 'picture' | 'black' | 'none';

/**
 * Whether a picture is black all over.
 *
 * @param pixels red, green, blue and alpha in turn, 0 to 255
 */
export function isBlack(pixels: Uint8ClampedArray): boolean {
  return pixels.every((value, i) => i % 4 === 3 || value < BLACK);
}

/** Decides when to warn of a screen that gives only black, or no pictures. A screen that stands still is no reason. */
export class BlackScreen {
  private since: number | undefined;

  /**
   * @param now in ms
   * @returns whether to warn now
   */
  observe(look: Look, now: number): boolean {
    if (look === 'picture') this.since = undefined;
    else this.since ??= now;
    return this.since !== undefined && now - this.since >= WARN_MS;
  }
}
