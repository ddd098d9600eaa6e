import type { CallSignal, IceServer } from '@parley/shared/calls/call';
import type { Peer, TrackRole } from '../../client/src/features/calls/engine/engine';
import { MeshEngine } from '../../client/src/features/calls/engine/meshEngine';

import { meterLevel } from '../../client/src/features/calls/media/level';
import { RemoteAudio } from '../../client/src/features/calls/media/remoteAudio';

/** What one leg receives of another one, as far as it can be compared. */
export interface Reception {
  state: string;
  roles: string[];
  framesDecoded: number;
  /** Of the microphone. */
  soundBytes: number;
  relayed: boolean;
}

type Way = (signal: CallSignal, deliver: (signal: CallSignal) => void) => void;

/** Some legs of one call in one page, and the signalling between them. */
export class Mesh {
  private readonly engines = new Map<string, MeshEngine>();
  private peers: Peer[] = [];
  private readonly sent: CallSignal[] = [];
  /** How signals travel. */
  private way: Way = (signal, deliver) => deliver(signal);
  /** The roles that each leg received of each other one, in the course of time, by `receiver<sender`. */
  readonly course: Record<string, string[]> = {};
  /** Of the offers to come. */
  private toLose = 0;
  private agreed = true;

  constructor(
    private readonly iceServers: IceServer[] = [],
    private readonly relayOnly = false,
  ) {}

  /** A leg joins, or joins anew with a higher epoch; the others see it. */
  join(legId: string, iceServers = this.iceServers): void {
    this.engines.get(legId)?.leave();
    const epoch = (this.peers.find((peer) => peer.legId === legId)?.epoch ?? 0) + 1;
    const joinedAt = new Date(Date.UTC(2026, 10, 30) + this.peers.length).toISOString();
    const own = { legId, epoch, joinedAt };
    this.peers = [...this.peers.filter((peer) => peer.legId !== legId), own];
    const engine = new MeshEngine({
      callId: 'call',
      own,
      iceServers,
      relayOnly: this.relayOnly,
      send: (signal) => {
        // As on the wire: no two sides share an object.
        const copy = structuredClone(signal);
        if (this.isLost(copy)) return;
        this.sent.push(copy);
        this.way(copy, (each) => setTimeout(() => this.engines.get(each.to)?.receive(structuredClone(each))));
      },
      onChange: () => this.note(legId),
    });
    this.engines.set(legId, engine);
    this.showPeers();
  }

  leave(legId: string): void {
    this.engines.get(legId)?.leave();
    this.engines.delete(legId);
    this.peers = this.peers.filter((peer) => peer.legId !== legId);
    this.showPeers();
  }

  /** Publishes the fake camera or microphone; the same tracks for all, as a browser has one fake camera. */
  async publish(legId: string, ...roles: TrackRole[]): Promise<void> {
    const media = await devices();
    for (const role of roles)
      this.engine(legId).publish(role, media[role === 'mic' || role === 'tone' ? 'audio' : 'video']);
  }

  unpublish(legId: string, role: TrackRole): void {
    this.engine(legId).publish(role, null);
  }

  /** All legs publish and unpublish at once, some times over; at the end they publish. */
  async toggle(role: TrackRole, times: number): Promise<void> {
    const media = await devices();
    for (let i = 0; i < times; i++) {
      for (const engine of this.engines.values()) engine.publish(role, i % 2 === 0 ? null : media.video);
      // Some changes meet an exchange under way, some an idle connection.
      await new Promise((resolve) => setTimeout(resolve, (i % 5) * 20));
    }
    for (const engine of this.engines.values()) {
      engine.publish(role, null);
      engine.publish(role, media.video);
    }
  }

  setIceServers(iceServers: IceServer[]): void {
    for (const engine of this.engines.values()) engine.renew({ iceServers });
  }

  setMaxQuality(at: string, of: string, height: number): void {
    this.engine(at).setMaxQuality(of, height);
  }

  /** The first offer is lost; then every second signal is late, and each is followed by one of before. */
  disturb(): void {
    let count = 0;
    this.toLose = 1;
    this.way = (signal, deliver) => {
      count++;
      if (count % 2 === 0) deliver(signal);
      else setTimeout(() => deliver(signal), 150);
      const old = this.sent[(count * 7) % this.sent.length];
      if (old) setTimeout(() => deliver(old), 30);
    };
  }

  /** The legs see times of joining such that at first nobody offers, or both do. */
  disagree(): void {
    this.agreed = false;
  }

  /** Waits until `receiver` has decoded this many more frames of `sender`. */
  async frames(receiver: string, sender: string, count: number): Promise<void> {
    const decoded = async (): Promise<number> =>
      (await this.engine(receiver).stats()).get(sender)?.framesDecoded ?? 0;
    const before = await decoded();
    while ((await decoded()) < before + count) await new Promise((resolve) => setTimeout(resolve, 100));
  }

  /** How loud the loudest of some moments of a leg's microphone is for another one, which plays it. */
  async loudness(receiver: string, sender: string): Promise<number> {
    const { media } = this.engine(receiver);
    const mic = media.get(sender)?.tracks.mic;
    if (!mic) throw new Error('no microphone');
    const audio = new RemoteAudio(() => undefined);
    audio.update(media);
    const levels: number[] = [];
    await new Promise<void>((resolve) => {
      const end = meterLevel(mic, (level) => {
        if (levels.push(level) < 25) return;
        end();
        resolve();
      });
    });
    audio.close();
    return Math.max(...levels);
  }

  /** Every description that was sent arrives once more, and so does what no connection understands. */
  replay(): void {
    for (const signal of [...this.sent]) this.engines.get(signal.to)?.receive(structuredClone(signal));
    for (const signal of this.sent.filter(({ data }) => data.kind === 'description').slice(-2)) {
      const data = {
        ...signal.data,
        sdp: 'v=0\r\no=- 1 99999 IN IP4 0.0.0.0\r\nnonsense',
      } as CallSignal['data'];
      this.engines.get(signal.to)?.receive({ ...signal, data });
    }
  }

  /** What each leg receives of each other one, by `receiver<sender`. */
  async receptions(): Promise<Record<string, Reception>> {
    const all: Record<string, Reception> = {};
    for (const [legId, engine] of this.engines) {
      const stats = await engine.stats();
      for (const [other, { state, tracks }] of engine.media) {
        const link = stats.get(other);
        all[`${legId}<${other}`] = {
          state,
          roles: Object.keys(tracks).sort(),
          framesDecoded: link?.framesDecoded ?? 0,
          soundBytes: tracks.mic ? await bytesOf(tracks.mic) : 0,
          relayed: link?.relayed ?? false,
        };
      }
    }
    return all;
  }

  private isLost({ data }: CallSignal): boolean {
    return data.kind === 'description' && data.type === 'offer' && this.toLose-- > 0;
  }

  private note(legId: string): void {
    for (const [other, { tracks }] of this.engines.get(legId)?.media ?? []) {
      const course = (this.course[`${legId}<${other}`] ??= []);
      const roles = Object.keys(tracks).sort().join(' ');
      if (course.at(-1) !== roles) course.push(roles);
    }
  }

  private engine(legId: string): MeshEngine {
    const engine = this.engines.get(legId);
    if (!engine) throw new Error(`no leg ${legId}`);
    return engine;
  }

  private showPeers(): void {
    const always = (joinedAt: string, legId: string, other: string): string => {
      if (this.agreed) return joinedAt;
      // Of `a` and others each waits; of the others both offer.
      return legId === 'a' || other === 'a' ? '2099-01-01T00:00:00.000Z' : '2000-01-01T00:00:00.000Z';
    };
    for (const [legId, engine] of this.engines)
      engine.setPeers(
        this.peers
          .filter((peer) => peer.legId !== legId)
          .map((peer) => ({ ...peer, joinedAt: always(peer.joinedAt, legId, peer.legId) })),
      );
  }
}

let taken: Promise<{ audio: MediaStreamTrack; video: MediaStreamTrack }> | undefined;

const devices = (): NonNullable<typeof taken> => {
  taken ??= (async () => {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: true,
      video: { width: 320, height: 180, frameRate: 15 },
    });
    const [audio] = stream.getAudioTracks();
    const [video] = stream.getVideoTracks();
    if (!audio || !video) throw new Error('no fake devices');
    return { audio, video };
  })();
  return taken;
};

/** Connections that the page has made, to count the open ones. */
const connections: RTCPeerConnection[] = [];
const Original = RTCPeerConnection;
globalThis.RTCPeerConnection = class extends Original {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    connections.push(this);
  }
};

/** What has arrived of a received track. */
async function bytesOf(track: MediaStreamTrack): Promise<number> {
  for (const connection of connections)
    for (const receiver of connection.getReceivers()) {
      if (receiver.track !== track) continue;
      for (const stat of (await receiver.getStats()).values()) {
        const { type, bytesReceived } = stat as { type: string; bytesReceived?: number };
        if (type === 'inbound-rtp') return bytesReceived ?? 0;
      }
    }
  return 0;
}

const open = (): RTCPeerConnection[] =>
  connections.filter(({ connectionState }) => connectionState !== 'closed');

const page = {
  Mesh,
  open: () => open().length,
  /** How many sections each open connection has. */
  sections: () => open().map(({ localDescription }) => localDescription?.sdp.match(/^m=/gm)?.length),
};
export type MeshPage = typeof page;
Object.assign(globalThis, { page });
