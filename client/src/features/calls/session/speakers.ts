import type { RemoteMedia } from '../engine/engine';
import { meterLevel } from '../media/level';
import { Speaking } from '../media/speaking';

interface Meter {
  track: MediaStreamTrack;
  end: () => void;
}

/** Who of the others speaks now, by the level of what arrives. */
export class Speakers {
  readonly speaking = new Set<string>();
  private readonly meters = new Map<string, Meter>();

  constructor(private readonly onChange: () => void) {}

  /** Listens to the microphones there are now; called whenever the media of the engine has changed. */
  update(media: ReadonlyMap<string, RemoteMedia>): void {
    for (const legId of this.meters.keys())
      if (media.get(legId)?.tracks.mic !== this.meters.get(legId)?.track) this.remove(legId);
    for (const [legId, { tracks }] of media)
      if (tracks.mic && !this.meters.has(legId)) this.add(legId, tracks.mic);
  }

  close(): void {
    for (const legId of [...this.meters.keys()]) this.remove(legId);
  }

  private add(legId: string, track: MediaStreamTrack): void {
    const speaking = new Speaking();
    const end = meterLevel(track, (level) => {
      const speaks = speaking.observe(level, performance.now());
      if (speaks === this.speaking.has(legId)) return;
      if (speaks) this.speaking.add(legId);
      else this.speaking.delete(legId);
      this.onChange();
    });
    this.meters.set(legId, { track, end });
  }

  private remove(legId: string): void {
    this.meters.get(legId)?.end();
    this.meters.delete(legId);
    this.speaking.delete(legId);
  }
}
