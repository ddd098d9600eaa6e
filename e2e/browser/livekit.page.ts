import type { TrackRole } from '../../client/src/features/calls/engine/engine';
import { LiveKitEngine } from '../../client/src/features/calls/livekit/liveKitEngine';
import { RemoteAudio } from '../../client/src/features/calls/media/remoteAudio';

/** What a leg receives of another one. */
export interface Received {
  state: string;
  roles: string[];
  framesDecoded: number;
}

/** Connections that the page has made. */
const connections: RTCPeerConnection[] = [];
const Original = RTCPeerConnection;
globalThis.RTCPeerConnection = class extends Original {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    connections.push(this);
  }
};

/** The leg of this page. */
class Leg {
  private readonly engine: LiveKitEngine;
  private readonly audio = new RemoteAudio(() => undefined);

  /** @param key of its media, if that is encrypted */
  constructor(legId: string, path: string, { token, key }: { token: string; key?: number[] | undefined }) {
    this.engine = new LiveKitEngine({
      callId: 'call',
      own: { legId, epoch: 1, joinedAt: '' },
      iceServers: [],
      livekit: { path, token },
      ...(key ? { mediaKey: Uint8Array.from(key) } : {}),
      send: () => undefined,
      onChange: () => this.audio.update(this.engine.media),
    });
  }

  see(legIds: string[]): void {
    this.engine.setPeers(legIds.map((legId) => ({ legId, epoch: 1, joinedAt: '' })));
  }

  /** Publishes the fake camera and microphone, small. */
  async publish(...roles: TrackRole[]): Promise<void> {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: true,
      video: { width: 320, height: 180, frameRate: 10 },
    });
    const [audio, video] = [stream.getAudioTracks()[0], stream.getVideoTracks()[0]];
    for (const role of roles)
      this.engine.publish(role, (role === 'mic' || role === 'tone' ? audio : video) ?? null);
  }

  unpublish(role: TrackRole): void {
    this.engine.publish(role, null);
  }

  setMaxQuality(legId: string, height: number): void {
    this.engine.setMaxQuality(legId, height);
  }

  /** By leg. */
  async received(): Promise<Record<string, Received>> {
    const stats = await this.engine.stats();
    return Object.fromEntries(
      [...this.engine.media].map(([legId, { state, tracks }]) => [
        legId,
        { state, roles: Object.keys(tracks).sort(), framesDecoded: stats.get(legId)?.framesDecoded ?? 0 },
      ]),
    );
  }

  /** Of all sound that has arrived, and media in bytes, decoded or not. */
  async totals(): Promise<{ energy: number; bytes: number }> {
    let [energy, bytes] = [0, 0];
    for (const connection of connections)
      for (const stat of (await connection.getStats()).values() as Iterable<Record<string, unknown>>) {
        if (stat['type'] !== 'inbound-rtp') continue;
        energy += Number(stat['totalAudioEnergy'] ?? 0);
        bytes += Number(stat['bytesReceived'] ?? 0);
      }
    return { energy, bytes };
  }

  leave(): void {
    this.engine.leave();
    this.audio.close();
  }
}

const page = {
  Leg,
  /** The addresses of STUN and TURN servers that its connections were given. */
  servers: () => connections.flatMap((one) => one.getConfiguration().iceServers ?? []),
  open: () => connections.filter(({ connectionState }) => connectionState !== 'closed').length,
};
export type LivekitPage = typeof page;
Object.assign(globalThis, { page });
