import type { IceServer, LivekitAccess } from '@parley/shared/calls/call';
import { base } from '../../../platform/base';
import type {
  Access,
  CallEngine,
  EngineOptions,
  LinkState,
  LinkStats,
  Peer,
  RemoteMedia,
  TrackRole,
} from '../engine/engine';
import { configurationOf } from '../engine/iceServers';
import { qualityOf, troubleBetween } from '../engine/quality';
import type { Sample } from '../engine/sample';
import type { MediaRoom } from './mediaRoom';

/** Pause before another attempt to connect, in ms. */
const AGAIN_MS = 2000;
/** A connection may be lost for this long before the page says so, in ms: a change of network is no news. */
const PATIENCE_MS = 3000;
/** Samples that a statistic looks back on; they are taken when statistics are read. */
const SAMPLES = 3;

/** A leg of one epoch as a participant, as the server names it in its token. */
const identityOf = ({ legId, epoch }: Pick<Peer, 'legId' | 'epoch'>): string => `${legId}:${epoch}`;

/** The address of the media server: below that of this page, whose server passes it on; in tests one of its own. */
function addressOf({ path }: LivekitAccess): string {
  const url = new URL(path.startsWith('/') ? base + path : path, location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  return url.href;
}

/** Media goes through a LiveKit server. Who is in the call, and may be seen, says the view of the call alone. */
export class LiveKitEngine implements CallEngine {
  media: ReadonlyMap<string, RemoteMedia> = new Map();
  unreachable = false;
  private peers: Peer[] = [];
  private readonly published = new Map<TrackRole, MediaStreamTrack>();
  private readonly heights = new Map<string, number>();
  /** Participants that were there before. */
  private readonly met = new Set<string>();
  private readonly samples = new Map<string, Sample[]>();
  private room: MediaRoom | undefined;
  private access: LivekitAccess | undefined;
  private iceServers: IceServer[];
  /** Ends the pause before the next attempt. */
  private wake: (() => void) | undefined;
  private downTimer: ReturnType<typeof setTimeout> | undefined;
  private changing = false;
  private ended = false;

  constructor(private readonly options: EngineOptions) {
    this.access = options.livekit;
    this.iceServers = options.iceServers;
    void this.run();
  }

  setPeers(peers: Peer[]): void {
    if (this.ended) return;
    this.peers = peers.filter(({ legId }) => legId !== this.options.own.legId);
    for (const peer of this.peers) this.room?.tune(identityOf(peer));
    this.changed();
  }

  /** Legs signal through the media server. */
  receive(): void {
    // Nothing: an older page may still send what a mesh needs.
  }

  publish(role: TrackRole, track: MediaStreamTrack | null): void {
    if (this.ended) return;
    if (track) this.published.set(role, track);
    else this.published.delete(role);
    this.room?.publish(role);
  }

  setMaxQuality(legId: string, height: number): void {
    this.heights.set(legId, height);
    const peer = this.peers.find((each) => each.legId === legId);
    if (peer) this.room?.tune(identityOf(peer));
  }

  retry(): void {
    this.wake?.();
  }

  renew({ iceServers, livekit }: Access): void {
    this.iceServers = iceServers;
    if (livekit) this.access = livekit;
  }

  async stats(): Promise<ReadonlyMap<string, LinkStats>> {
    const all = await Promise.all(
      this.peers.map(async (peer) => [peer.legId, await this.statsOf(peer)] as const),
    );
    return new Map(all.flatMap(([legId, stats]) => (stats ? [[legId, stats]] : [])));
  }

  leave(): void {
    this.ended = true;
    clearTimeout(this.downTimer);
    this.wake?.();
    this.room?.close();
    this.room = undefined;
    this.media = new Map();
  }

  /** Connects, and again whenever the connection is lost for good. */
  private async run(): Promise<void> {
    while (!this.ended) {
      const room = await this.open();
      if (!room) {
        await this.pause();
        continue;
      }
      this.room = room;
      this.changed();
      await room.lost;
      this.room = undefined;
      this.changed();
    }
  }

  /** @returns undefined where it could not be opened, or nobody waits for it any more */
  private async open(): Promise<MediaRoom | undefined> {
    const { access } = this;
    if (!access) return undefined;
    try {
      const { MediaRoom, isRefusal } = await import('./mediaRoom');
      try {
        if (this.ended) return undefined;
        const room = await MediaRoom.open(this.roomOptions(access));
        this.setUnreachable(false);
        return this.accepted(room);
      } catch (error) {
        if (!isRefusal(error)) throw error;
        this.options.onStale?.();
      }
    } catch {
      // The media server, the way to it, or the file with its client cannot be reached.
      this.setUnreachable(true);
    }
    return undefined;
  }

  /** Left while it connected: nobody waits for it. */
  private accepted(room: MediaRoom): MediaRoom | undefined {
    if (!this.ended) return room;
    room.close();
    return undefined;
  }

  private roomOptions(access: LivekitAccess): Parameters<typeof MediaRoom.open>[0] {
    const { relayOnly, mediaKey } = this.options;
    return {
      url: addressOf(access),
      token: access.token,
      // Also where it is empty: LiveKit would name servers of others.
      configuration: configurationOf(this.iceServers, relayOnly === true),
      mediaKey,
      published: this.published,
      heightOf: (identity) => {
        const peer = this.peers.find((each) => identityOf(each) === identity);
        return peer && this.heights.get(peer.legId);
      },
      onChange: () => this.changed(),
    };
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, AGAIN_MS);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private setUnreachable(unreachable: boolean): void {
    this.unreachable = unreachable;
    this.changed();
  }

  /** A connection that was open is lost, or back. */
  private watch(): void {
    const { room } = this;
    if (room?.isConnected === false) {
      this.downTimer ??= setTimeout(() => this.setUnreachable(true), PATIENCE_MS);
      return;
    }
    clearTimeout(this.downTimer);
    this.downTimer = undefined;
    if (room) this.unreachable = false;
  }

  private mediaOf(peer: Peer): RemoteMedia {
    const identity = identityOf(peer);
    const tracks = this.room?.tracksOf(identity);
    if (tracks && this.room?.isConnected === true) this.met.add(identity);
    return { state: this.stateOf(identity, tracks !== undefined), tracks: tracks ?? {} };
  }

  private stateOf(identity: string, isThere: boolean): LinkState {
    if (isThere && this.room?.isConnected === true) return 'connected';
    if (this.met.has(identity)) return 'reconnecting';
    return this.unreachable ? 'failed' : 'connecting';
  }

  private async statsOf(peer: Peer): Promise<LinkStats | undefined> {
    const identity = identityOf(peer);
    const last = await this.room?.sampleOf(identity);
    if (!last) return undefined;
    const samples = [...(this.samples.get(identity) ?? []), last].slice(-SAMPLES);
    this.samples.set(identity, samples);
    const trouble = troubleBetween(samples[0] ?? last, last);
    return {
      quality: this.media.get(peer.legId)?.state === 'connected' ? qualityOf(trouble) : 0,
      roundTrip: last.roundTrip,
      lost: trouble.lost,
      relayed: last.relayed,
      bytesReceived: last.bytes,
      framesDecoded: last.frames,
    };
  }

  /** Changes of one moment are reported once. */
  private changed(): void {
    if (this.changing) return;
    this.changing = true;
    queueMicrotask(() => {
      this.changing = false;
      if (this.ended) return;
      this.watch();
      this.media = new Map(this.peers.map((peer) => [peer.legId, this.mediaOf(peer)]));
      this.options.onChange();
    });
  }
}
