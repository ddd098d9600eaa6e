import type { RemoteMedia } from '../engine/engine';

/** Whether the browser lets one choose where sound comes out. */
export const canChooseSpeaker = (): boolean => 'setSinkId' in HTMLMediaElement.prototype;

/** The sounds of other legs: what is said, and what is shared. */
const SOUNDS = ['mic', 'tone'] as const;

interface Player {
  element: HTMLAudioElement;
  track: MediaStreamTrack;
  blocked: boolean;
}

/**
 * Plays the sound of other legs, each track in a hidden element of its own. They must not be muted: a browser decodes
 * nothing for a muted one.
 */
export class RemoteAudio {
  private readonly players = new Map<string, Player>();
  private speaker = '';
  private reported = false;

  /** Phones pause sound in the background, and do not go on by themselves. */
  private readonly onVisible = (): void => {
    if (document.visibilityState === 'visible') void this.resume();
  };

  /** @param onBlocked receives whether the browser plays only after a click, when that changes */
  constructor(private readonly onBlocked: (blocked: boolean) => void) {
    document.addEventListener('visibilitychange', this.onVisible);
  }

  /** Plays what there is now, and ends what is no longer there; called whenever the media of the engine has changed. */
  update(media: ReadonlyMap<string, RemoteMedia>): void {
    const present = new Set<string>();
    for (const [legId, { tracks }] of media)
      for (const role of SOUNDS) {
        const track = tracks[role];
        if (!track) continue;
        present.add(`${legId}:${role}`);
        this.play(`${legId}:${role}`, track);
      }
    for (const [key, player] of this.players) if (!present.has(key)) this.remove(key, player);
    this.report();
  }

  /**
   * Sound comes out there from now on. Where the browser cannot choose, or the device is gone, it comes out as before.
   *
   * @param deviceId empty for the system's choice
   * @returns false where it could not be set
   */
  async setSpeaker(deviceId: string): Promise<boolean> {
    this.speaker = deviceId;
    if (!canChooseSpeaker()) return deviceId === '';
    const set = [...this.players.values()].map(({ element }) => element.setSinkId(deviceId));
    return (await Promise.allSettled(set)).every(({ status }) => status === 'fulfilled');
  }

  /** Plays what the browser held back or paused; for the first time in a click. */
  async resume(): Promise<void> {
    await Promise.all([...this.players.values()].map((player) => this.start(player)));
  }

  /** Ends all sound. */
  close(): void {
    document.removeEventListener('visibilitychange', this.onVisible);
    for (const [key, player] of this.players) this.remove(key, player);
  }

  private play(key: string, track: MediaStreamTrack): void {
    const before = this.players.get(key);
    if (before?.track === track) return;
    if (before) this.remove(key, before);
    const element = document.createElement('audio');
    element.hidden = true;
    element.srcObject = new MediaStream([track]);
    const player = { element, track, blocked: false };
    this.players.set(key, player);
    document.body.append(element);
    // Where the speaker is gone, sound comes out of the system's choice.
    if (this.speaker !== '' && canChooseSpeaker()) element.setSinkId(this.speaker).catch(() => undefined);
    void this.start(player);
  }

  private async start(player: Player): Promise<void> {
    try {
      await player.element.play();
      player.blocked = false;
    } catch (error) {
      // Otherwise it was removed before it began.
      player.blocked = error instanceof DOMException && error.name === 'NotAllowedError';
    }
    this.report();
  }

  private remove(key: string, { element }: Player): void {
    this.players.delete(key);
    element.srcObject = null;
    element.remove();
  }

  private report(): void {
    const blocked = [...this.players.values()].some((player) => player.blocked);
    if (blocked === this.reported) return;
    this.reported = blocked;
    this.onBlocked(blocked);
  }
}
