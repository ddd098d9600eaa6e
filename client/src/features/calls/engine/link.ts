import type { SignalData } from '@parley/shared/calls/call';
import type { LinkStats, Peer, RemoteMedia, TrackRole } from './engine';
import { LinkLife } from './life';
import { Negotiation } from './negotiation';
import { isPolite, offersFirst } from './peers';
import { qualityOf, troubleBetween } from './quality';
import { sampleOf, type Sample } from './sample';
import { Senders } from './senders';
import { WantedHeight } from './wanted';

/** Samples that a statistic looks back on: two a second. */
const SAMPLES = 10;

export interface LinkOptions {
  own: Peer;
  peer: Peer;
  configuration: RTCConfiguration;
  /** What everybody is sent, at this moment. */
  published: ReadonlyMap<TrackRole, MediaStreamTrack>;
  /** In the call, with oneself. */
  people: () => number;
  send: (data: SignalData) => void;
  onChange: () => void;
}

/** The connection to one leg. */
export class Link {
  readonly peer: Peer;
  private readonly pc: RTCPeerConnection;
  private readonly negotiation: Negotiation;
  private readonly senders: Senders;
  private readonly wanted: WantedHeight;
  private readonly life = new LinkLife(performance.now());
  private samples: Sample[] = [];
  private sampling = false;
  private closed = false;
  /** The height at which the other leg shows this one. */
  private shownAt: number | undefined;
  private shown: RemoteMedia['state'] = 'connecting';

  constructor(private readonly options: LinkOptions) {
    const { own, peer, configuration, published, people, send, onChange } = options;
    this.peer = peer;
    this.pc = new RTCPeerConnection(configuration);
    this.senders = new Senders(this.pc, published, () => ({ people: people(), wanted: this.shownAt }));
    this.wanted = new WantedHeight((height) => send({ kind: 'wanted', height }));
    this.negotiation = new Negotiation({
      pc: this.pc,
      polite: isPolite(own, peer),
      send,
      onOffer: () => this.senders.adopt(),
      tracks: () => this.senders.tracks,
      onAgreed: () => {
        this.life.agreed(performance.now());
        // A picture that begins anew would count as one that stood still.
        this.samples = [];
        this.senders.tune();
        onChange();
      },
    });
    this.pc.onconnectionstatechange = () => void this.tick();
    if (offersFirst(own, peer)) this.senders.open();
  }

  receive(data: SignalData): void {
    if (data.kind === 'description') this.negotiation.receive(data);
    else if (data.kind === 'candidates') this.negotiation.receiveCandidates(data.candidates);
    else {
      this.shownAt = data.height;
      this.senders.tune();
    }
  }

  /** What is published in this role has changed. */
  update(role: TrackRole): void {
    this.senders.update(role);
  }

  /** The number of people has changed. */
  tune(): void {
    this.senders.tune();
  }

  /** @param height at which the other leg is shown, in lines; 0 for not at all */
  setMaxQuality(height: number): void {
    this.wanted.set(height);
  }

  /** Uses other servers from the next attempt on. */
  configure(configuration: RTCConfiguration): void {
    this.pc.setConfiguration(configuration);
  }

  /** Tries again at once, if it is not connected. */
  retry(): void {
    this.wanted.repeat();
    if (this.life.state === 'alive') return;
    const now = performance.now();
    if (this.negotiation.waiting) this.negotiation.resend(now);
    else this.restart(now);
  }

  /** Looks at what has arrived, and repeats what is necessary; called twice a second. */
  async tick(): Promise<void> {
    if (this.sampling || this.closed) return;
    this.sampling = true;
    try {
      this.judge(await this.sample());
    } catch {
      // The connection has ended meanwhile.
    } finally {
      this.sampling = false;
    }
  }

  get media(): RemoteMedia {
    const tracks: RemoteMedia['tracks'] = {};
    const transceivers = this.pc.getTransceivers();
    for (const { mid, role } of this.negotiation.remoteTracks) {
      const track = transceivers.find((each) => each.mid === mid)?.receiver.track;
      if (track?.readyState === 'live') tracks[role] = track;
    }
    return { state: this.shown, tracks };
  }

  /** @returns undefined where the connection has ended */
  async stats(): Promise<LinkStats | undefined> {
    if (this.closed) return undefined;
    const last = await this.sample();
    const trouble = troubleBetween(this.samples[0] ?? last, last);
    return {
      quality: this.shown === 'connected' ? qualityOf(trouble) : 0,
      roundTrip: last.roundTrip,
      lost: trouble.lost,
      relayed: last.relayed,
      bytesReceived: last.bytes,
      framesDecoded: last.frames,
    };
  }

  close(): void {
    this.closed = true;
    this.negotiation.close();
    this.wanted.close();
    this.pc.onconnectionstatechange = null;
    this.pc.close();
  }

  private async sample(): Promise<Sample> {
    return sampleOf((await this.pc.getStats()).values(), performance.now());
  }

  private judge(sample: Sample): void {
    if (this.closed) return;
    const now = sample.at;
    this.samples = [...this.samples, sample].slice(-SAMPLES);
    const { life, pc, negotiation } = this;
    const expectsMedia = negotiation.remoteTracks.some(({ role }) => role === 'mic');
    const { bytes, signs } = sample;
    life.observe({ connection: pc.connectionState, bytes, signs, expectsMedia }, now);
    negotiation.tick(now);
    // An offer that waits for its answer is repeated instead.
    if (!negotiation.waiting && life.restartDue(now)) this.restart(now);
    const shown = life.shown(now);
    if (shown === this.shown) return;
    this.shown = shown;
    if (shown === 'connected') this.wanted.repeat();
    this.options.onChange();
  }

  private restart(now: number): void {
    this.life.restarted(now);
    // The other leg should have offered, and has not.
    if (!this.pc.remoteDescription) this.senders.open();
    this.pc.restartIce();
  }
}
