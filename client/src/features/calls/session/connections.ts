import type { CallSignal, JoinedCall, LegView } from '@parley/shared/calls/call';
import type { CallState } from '../callState';
import { createEngine } from '../engine/createEngine';
import type { Access, CallEngine, TrackRole } from '../engine/engine';
import { resumeMeters } from '../media/level';
import { RemoteAudio } from '../media/remoteAudio';
import { Speakers } from './speakers';
import type { Others } from './tiles';

const STATS_EVERY_MS = 2000;
/** Media that has not arrived by then will not by itself: the page says so. */
const STUCK_MS = 8000;

interface Options {
  send: (signal: CallSignal) => void;
  onChange: () => void;
  /** Access to media has expired: joining again renews it. */
  onStale: () => void;
  /** Something is wrong, or well again. */
  onTrouble: (trouble: Partial<Pick<CallState, 'stuck' | 'unreachable' | 'soundBlocked'>>) => void;
}

/** The connections to the other legs: their media, who speaks, and how good each is. */
export class Connections {
  private engine: CallEngine | undefined;
  /** Of one's own leg, as the connections began. */
  epoch = 0;
  private readonly audio: RemoteAudio;
  private readonly speakers: Speakers;
  private quality: Others['quality'] = new Map();
  /** The largest heights at which legs are shown, for connections that begin anew. */
  private readonly heights = new Map<string, number>();
  private unreachable = false;
  private stuck = false;
  private stuckTimer: ReturnType<typeof setTimeout> | undefined;
  private statsTimer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly options: Options) {
    this.audio = new RemoteAudio((soundBlocked) => options.onTrouble({ soundBlocked }));
    this.speakers = new Speakers(options.onChange);
  }

  get others(): Others {
    return {
      media: this.engine?.media ?? new Map(),
      speaking: this.speakers.speaking,
      quality: this.quality,
    };
  }

  /** Begins, or begins anew as a leg that the others had taken for gone. */
  start(
    legId: string,
    { call, epoch, iceServers, livekit }: JoinedCall,
    tracks: readonly [TrackRole, MediaStreamTrack][],
  ): void {
    this.engine?.leave();
    this.epoch = epoch;
    const joinedAt = call.legs.find((leg) => leg.legId === legId)?.joinedAt ?? '';
    const engine = createEngine(call.media, {
      callId: call.callId,
      own: { legId, epoch, joinedAt },
      iceServers,
      ...(livekit ? { livekit } : {}),
      send: this.options.send,
      onChange: () => this.mediaChanged(),
      onStale: this.options.onStale,
    });
    this.engine = engine;
    for (const [role, track] of tracks) engine.publish(role, track);
    for (const [other, height] of this.heights) engine.setMaxQuality(other, height);
    clearInterval(this.statsTimer);
    this.statsTimer = setInterval(() => void this.readStats(engine), STATS_EVERY_MS);
  }

  setPeers(legs: LegView[]): void {
    this.engine?.setPeers(legs);
    this.awaitMedia();
  }

  receive(signal: CallSignal): void {
    this.engine?.receive(signal);
  }

  publish(role: TrackRole, track: MediaStreamTrack | null): void {
    this.engine?.publish(role, track);
  }

  setMaxQuality(legId: string, height: number): void {
    this.heights.set(legId, height);
    this.engine?.setMaxQuality(legId, height);
  }

  setSpeaker(deviceId: string): void {
    void this.audio.setSpeaker(deviceId);
  }

  /** Plays what the browser held back; call it in a click. */
  playSound(): void {
    void Promise.all([this.audio.resume(), resumeMeters()]);
  }

  /** The connection to the server is back: access to media is new, and the network may be another. */
  retry(access: Access): void {
    this.engine?.renew(access);
    this.engine?.retry();
  }

  /** Ends all connections. Idempotent. */
  close(): void {
    clearTimeout(this.stuckTimer);
    clearInterval(this.statsTimer);
    this.engine?.leave();
    this.engine = undefined;
    this.speakers.close();
    this.audio.close();
  }

  private async readStats(engine: CallEngine): Promise<void> {
    const stats = await engine.stats();
    if (engine !== this.engine) return;
    this.quality = new Map([...stats].map(([legId, { quality }]) => [legId, quality] as const));
    this.options.onChange();
  }

  private mediaChanged(): void {
    const { media } = this.others;
    this.audio.update(media);
    this.speakers.update(media);
    this.awaitMedia();
    const unreachable = this.engine?.unreachable === true;
    if (unreachable !== this.unreachable) {
      this.unreachable = unreachable;
      this.options.onTrouble({ unreachable });
    }
    this.options.onChange();
  }

  private awaitMedia(): void {
    const states = [...this.others.media.values()].map(({ state }) => state);
    if (states.length > 0 && !states.includes('connected'))
      this.stuckTimer ??= setTimeout(() => this.setStuck(true), STUCK_MS);
    else {
      clearTimeout(this.stuckTimer);
      this.stuckTimer = undefined;
      this.setStuck(false);
    }
  }

  private setStuck(stuck: boolean): void {
    if (stuck === this.stuck) return;
    this.stuck = stuck;
    this.options.onTrouble({ stuck });
  }
}
