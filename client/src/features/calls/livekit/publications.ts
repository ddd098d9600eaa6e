import {
  LocalAudioTrack,
  LocalVideoTrack,
  Track,
  type LocalParticipant,
  type LocalTrack,
  type TrackPublishOptions,
} from 'livekit-client';
import { audioBitrates } from '../engine/bitrates';
import type { TrackRole } from '../engine/engine';

/** Pause before a track that could not be published is tried again, in ms. */
const AGAIN_MS = 2000;

/** How tracks of each role are sent. A voice is sent twice (RED), so that single losses are not noticed, and pauses are not sent. */
const optionsOf: Readonly<Record<TrackRole, TrackPublishOptions>> = {
  mic: {
    source: Track.Source.Microphone,
    audioPreset: { maxBitrate: audioBitrates.mic },
    dtx: true,
    red: true,
  },
  camera: { source: Track.Source.Camera, simulcast: true },
  screen: {
    source: Track.Source.ScreenShare,
    simulcast: true,
    // Text must stay readable: all lines, and fewer pictures instead.
    screenShareEncoding: { maxBitrate: 2_500_000, maxFramerate: 15 },
  },
  tone: {
    source: Track.Source.ScreenShareAudio,
    audioPreset: { maxBitrate: audioBitrates.tone },
    dtx: false,
    red: false,
  },
};

interface Present {
  local: LocalTrack;
  /** The track it is a copy of. */
  of: MediaStreamTrack;
}

/**
 * Tracks are published as copies: LiveKit enables, disables and stops what it publishes, and the person's own tracks
 * are not its to stop.
 */
function copyOf(track: MediaStreamTrack): MediaStreamTrack {
  const copy = track.clone();
  copy.contentHint = track.contentHint;
  return copy;
}

function published(of: MediaStreamTrack): Present {
  const Kind = of.kind === 'audio' ? LocalAudioTrack : LocalVideoTrack;
  // LiveKit's own types do not fit each other where optional properties are exact.
  const local = new Kind(copyOf(of), undefined, true) as LocalTrack;
  // Before it enables the copy, which it does in a moment.
  local.isMuted = !of.enabled;
  return { local, of };
}

/** What one leg publishes in a room: follows what is wanted, one step at a time for each role. */
export class Publications {
  private readonly present = new Map<TrackRole, Present>();
  private readonly running = new Set<TrackRole>();
  private ended = false;

  /** @param wanted what is to be sent now, and the room sends soon */
  constructor(
    private readonly participant: LocalParticipant,
    private readonly wanted: ReadonlyMap<TrackRole, MediaStreamTrack>,
  ) {
    for (const role of wanted.keys()) this.update(role);
  }

  /** What is wanted in this role, or whether it is enabled, has changed. */
  update(role: TrackRole): void {
    const [present, track] = [this.present.get(role), this.wanted.get(role)];
    // Muted at once, and not once the media server knows.
    if (present && track === present.of && !track.enabled) present.local.mediaStreamTrack.enabled = false;
    void this.follow(role);
  }

  /** Ends what was published. The room must be left, too. */
  end(): void {
    this.ended = true;
    for (const { local } of this.present.values()) local.stop();
    this.present.clear();
  }

  private async follow(role: TrackRole): Promise<void> {
    if (this.running.has(role)) return;
    this.running.add(role);
    try {
      while (!this.ended && (await this.step(role)));
    } catch {
      // The connection was lost meanwhile, for example.
      setTimeout(() => void this.follow(role), AGAIN_MS);
    } finally {
      this.running.delete(role);
    }
  }

  /** @returns whether something was done: what is wanted may be something else by now */
  private async step(role: TrackRole): Promise<boolean> {
    const [present, track] = [this.present.get(role), this.wanted.get(role)];
    if (!track) {
      if (!present) return false;
      this.present.delete(role);
      await this.participant.unpublishTrack(present.local, true);
    } else if (!present) await this.publish(role, track);
    else if (present.of !== track) await this.replace(role, present, track);
    else if (present.local.isMuted === track.enabled) await mute(present.local, !track.enabled);
    else return false;
    return true;
  }

  private async publish(role: TrackRole, track: MediaStreamTrack): Promise<void> {
    const fresh = published(track);
    try {
      await this.participant.publishTrack(fresh.local, optionsOf[role]);
    } catch (error) {
      fresh.local.stop();
      throw error;
    }
    if (this.ended) fresh.local.stop();
    else this.present.set(role, fresh);
  }

  private async replace(role: TrackRole, { local, of }: Present, track: MediaStreamTrack): Promise<void> {
    const before = local.mediaStreamTrack;
    const copy = copyOf(track);
    this.present.set(role, { local, of: track });
    try {
      if (!track.enabled) await mute(local, true);
      await local.replaceTrack(copy, true);
    } catch (error) {
      copy.stop();
      if (this.present.get(role)?.local === local) this.present.set(role, { local, of });
      throw error;
    }
    before.stop();
    if (this.ended) copy.stop();
  }
}

const mute = async (local: LocalTrack, muted: boolean): Promise<void> =>
  void (await (muted ? local.mute() : local.unmute()));
