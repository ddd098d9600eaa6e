import {
  ConnectionError,
  ConnectionErrorReason,
  ConnectionState,
  LogLevel,
  Room,
  RoomEvent,
  setLogLevel,
  Track,
  type RemoteParticipant,
} from 'livekit-client';
import type { RemoteMedia, TrackRole } from '../engine/engine';
import { sampleOf, type Sample } from '../engine/sample';
import { encryptionBy } from './encryption';
import { Publications } from './publications';
import { Pulse, receivedOf } from './pulse';

// What it logs has addresses and descriptions of people's connections.
setLogLevel(LogLevel.silent);

/** Pauses between its attempts to come back, in ms. It does not give up: media may flow while the way to the media server is lost. */
const PAUSES_MS = [0, 300, 1000];
const LONGEST_PAUSE_MS = 2000;
/** Widescreen, as cameras send. */
const ASPECT = 16 / 9;

const roleOf: Partial<Record<Track.Source, TrackRole>> = {
  [Track.Source.Microphone]: 'mic',
  [Track.Source.Camera]: 'camera',
  [Track.Source.ScreenShare]: 'screen',
  [Track.Source.ScreenShareAudio]: 'tone',
};

export interface RoomOptions {
  /** Of the media server, over ws or wss. */
  url: string;
  token: string;
  configuration: RTCConfiguration;
  mediaKey: Uint8Array | undefined;
  /** What is sent. */
  published: ReadonlyMap<TrackRole, MediaStreamTrack>;
  /** The largest height at which a participant's camera is shown; undefined while it is not known. */
  heightOf: (identity: string) => number | undefined;
  /** Who is there, their tracks, or the state has changed. */
  onChange: () => void;
}

/** Whether the media server, or the server before it, does not accept a token. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof ConnectionError && error.reason === ConnectionErrorReason.NotAllowed;

/** A connection to the media of a call. This file alone uses LiveKit's client, which is loaded with it. */
export class MediaRoom {
  /** Settles when it is over, and does not come back by itself. */
  readonly lost: Promise<void>;
  private publications: Publications | undefined;
  private readonly pulse: Pulse;
  private ended = false;
  private end: () => void = () => undefined;

  private constructor(
    private readonly room: Room,
    private readonly options: RoomOptions,
  ) {
    this.lost = new Promise((resolve) => (this.end = resolve));
    this.pulse = new Pulse(() => this.received(), options.onChange);
  }

  /** Connects. @throws ConnectionError */
  static async open(options: RoomOptions): Promise<MediaRoom> {
    const { url, token, configuration, mediaKey } = options;
    const encryption = mediaKey && (await encryptionBy(mediaKey));
    const room = new Room({
      dynacast: true,
      stopLocalTrackOnUnpublish: true,
      // The server notices a page that is gone; one that only may go stays in its call.
      disconnectOnPageLeave: false,
      reconnectPolicy: { nextRetryDelayInMs: ({ retryCount }) => PAUSES_MS[retryCount] ?? LONGEST_PAUSE_MS },
      ...(encryption ? { encryption } : {}),
    });
    const opened = new MediaRoom(room, options);
    opened.listen();
    try {
      if (encryption) await room.setE2EEEnabled(true);
      await room.connect(url, token, { rtcConfig: configuration, maxRetries: 0 });
    } catch (error) {
      opened.close();
      throw error;
    }
    opened.publications = new Publications(room.localParticipant, options.published);
    return opened;
  }

  /** Whether media flows. */
  get isConnected(): boolean {
    const { state } = this.room;
    // What is lost is the way by this page's server: media does not take it.
    return (
      state === ConnectionState.Connected ||
      (state === ConnectionState.SignalReconnecting && this.pulse.beats)
    );
  }

  /** What is sent in this role has changed. */
  publish(role: TrackRole): void {
    this.publications?.update(role);
  }

  /** The tracks of a participant; undefined while they are not there. */
  tracksOf(identity: string): RemoteMedia['tracks'] | undefined {
    const participant = this.room.remoteParticipants.get(identity);
    if (!participant) return undefined;
    const tracks: RemoteMedia['tracks'] = {};
    for (const { source, track } of participant.trackPublications.values()) {
      const role = roleOf[source];
      if (role && track?.mediaStreamTrack.readyState === 'live') tracks[role] = track.mediaStreamTrack;
    }
    return tracks;
  }

  /** The height at which a participant's camera is shown has changed. */
  tune(identity: string): void {
    const participant = this.room.remoteParticipants.get(identity);
    const publication = participant?.getTrackPublication(Track.Source.Camera);
    const height = this.options.heightOf(identity);
    if (!publication?.isDesired || height === undefined) return;
    publication.setEnabled(height > 0);
    if (height > 0) publication.setVideoDimensions({ width: Math.round(height * ASPECT), height });
  }

  /** What has arrived of a participant so far; undefined while nothing can have. */
  async sampleOf(identity: string): Promise<Sample | undefined> {
    const participant = this.room.remoteParticipants.get(identity);
    if (!participant) return undefined;
    const tracks = [...participant.trackPublications.values()].flatMap(({ track }) => track ?? []);
    const reports = await Promise.all(tracks.map((track) => track.getRTCStatsReport()));
    // Tracks share their connection, whose entries are in each report.
    const all = new Map(reports.flatMap((report) => (report ? [...report.entries()] : [])));
    return sampleOf(all.values(), performance.now());
  }

  /** Leaves. Idempotent. */
  close(): void {
    if (this.ended) return;
    this.ended = true;
    this.publications?.end();
    this.pulse.stop();
    this.room.removeAllListeners();
    void this.room.disconnect(true).catch(() => undefined);
    this.end();
  }

  /** What has arrived so far, in bytes, of whatever track: all share one connection. */
  private async received(): Promise<number> {
    for (const { trackPublications } of this.room.remoteParticipants.values())
      for (const { track } of trackPublications.values()) {
        const report = await track?.getRTCStatsReport();
        if (report) return receivedOf(report);
      }
    return 0;
  }

  private listen(): void {
    const { room } = this;
    const changed = (): void => {
      if (!this.ended) this.options.onChange();
    };
    for (const event of [
      RoomEvent.ConnectionStateChanged,
      RoomEvent.ParticipantConnected,
      RoomEvent.ParticipantDisconnected,
      RoomEvent.TrackUnsubscribed,
      RoomEvent.TrackUnpublished,
    ] as const)
      room.on(event, changed);
    room.on(RoomEvent.TrackSubscribed, (_track, _publication, { identity }: RemoteParticipant) => {
      this.tune(identity);
      changed();
    });
    room.on(RoomEvent.ConnectionStateChanged, (state) => {
      if (state === ConnectionState.SignalReconnecting) this.pulse.start();
      else this.pulse.stop();
    });
    room.on(RoomEvent.Disconnected, () => this.close());
  }
}
