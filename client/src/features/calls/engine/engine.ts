import type { CallSignal, JoinedCall } from '@parley/shared/calls/call';

/** What a track is: a microphone, a camera, a shared screen, and the sound of what is shared. */
export type TrackRole = 'mic' | 'camera' | 'screen' | 'tone';

export type LinkState = 'connecting' | 'connected' | 'reconnecting' | 'failed';

/** Another leg, as the engine has to reach it. */
export interface Peer {
  legId: string;
  /** A leg of a higher epoch has joined anew: its connection starts over. */
  epoch: number;
  /** When it joined, ISO 8601: of two legs the later one offers. */
  joinedAt: string;
}

export interface RemoteMedia {
  state: LinkState;
  /** The present tracks of this leg. */
  tracks: Partial<Record<TrackRole, MediaStreamTrack>>;
}

/** The connection to one leg over the last seconds. */
export interface LinkStats {
  /** 0 unusable, 1 poor, 2 fair, 3 good. */
  quality: 0 | 1 | 2 | 3;
  /** Round trip in ms. */
  roundTrip: number | null;
  /** Share of packets lost, 0 to 1. */
  lost: number;
  /** Over a relay, and not directly. */
  relayed: boolean;
  /** Since the connection began. */
  bytesReceived: number;
  framesDecoded: number;
}

/** How media is reached; what it consists of expires. */
export type Access = Pick<JoinedCall, 'iceServers' | 'livekit'>;

export interface EngineOptions extends Access {
  callId: string;
  own: Peer;
  /** Uses nothing but relays; for tests, and for people who hide their address. */
  relayOnly?: boolean;
  /** Encrypts media end to end where a media server carries it: the same for all in the call. A mesh is encrypted so anyway. */
  mediaKey?: Uint8Array;
  /** Sends a signal to another leg. Signals may be lost. */
  send: (signal: CallSignal) => void;
  /** Called when `media` or `unreachable` has changed. */
  onChange: () => void;
  /** Called when access is refused: it may have expired, or this leg was taken for gone. Joining again answers with new one. */
  onStale?: () => void;
}

/** Carries the media of one leg. Screens do not know which engine runs. */
export interface CallEngine {
  /** Connects to these legs, and ends the connections to all others; called with every view of the call. */
  setPeers(peers: Peer[]): void;
  receive(signal: CallSignal): void;
  /**
   * Sends a track in this role to everybody, instead of the one before; null sends none. Needs no new offer where one was sent before.
   * Called again with the same track when that was enabled or disabled.
   */
  publish(role: TrackRole, track: MediaStreamTrack | null): void;
  /** The largest height at which this leg's camera is shown here; 0 for not at all. */
  setMaxQuality(legId: string, height: number): void;
  /** Tries again now: the connection to the server is back, or the network has changed. */
  retry(): void;
  /** Takes new access, as after joining again: it expires, and a call may last longer. Connections use it from their next attempt on. */
  renew(access: Access): void;
  readonly media: ReadonlyMap<string, RemoteMedia>;
  /** The media server cannot be reached; an engine tries again. Always false where there is none. */
  readonly unreachable: boolean;
  stats(): Promise<ReadonlyMap<string, LinkStats>>;
  /** Ends all connections; tracks that were published go on. */
  leave(): void;
}
