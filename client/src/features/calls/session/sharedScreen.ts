import type { CallView } from '@parley/shared/calls/call';

/** The screen that somebody else shares: shown large when it begins, until it ends. */
export class SharedScreen {
  /** The key of its tile. */
  private key: string | undefined;

  /**
   * @param spotlight the key of the tile that is large now
   * @returns the key to show large from now on, or undefined for none; nothing at all where it stays as it is
   */
  follow(
    { legs }: CallView,
    ownLegId: string,
    spotlight: string | undefined,
  ): { spotlight: string | undefined } | undefined {
    const shared = legs.find(({ legId, screen }) => screen && legId !== ownLegId);
    const before = this.key;
    this.key = shared && `${shared.legId}:screen`;
    if (this.key === before || (this.key === undefined && spotlight !== before)) return undefined;
    return { spotlight: this.key };
  }
}
