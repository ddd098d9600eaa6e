import type { SignalData } from '@parley/shared/calls/call';
import { CandidateBatch, HeldCandidates } from './candidates';
import { isNewer, isSame, versionOf, type Version } from './descriptions';

export type Description = Extract<SignalData, { kind: 'description' }>;

/** An offer without an answer is sent again after this time, in ms: signals may be lost. */
const RESEND_MS = 2000;

export interface NegotiationOptions {
  pc: RTCPeerConnection;
  /** Withdraws its own offer when two cross. */
  polite: boolean;
  send: (data: SignalData) => void;
  /** Called before an offer of the other leg is answered: its sections are there. */
  onOffer: () => void;
  /** Which of the own sections send, at this moment. */
  tracks: () => Description['tracks'];
  /** Called when both sides agree. */
  onAgreed: () => void;
}

/**
 * Perfect negotiation (WebRTC 1.0 section 10.7) over signals that may be lost, repeated and reordered. Each step is taken
 * after the one before. An offer stays the same until it is answered or withdrawn, and an offer that comes twice is answered
 * with the same answer: so an answer that is newer than what was received belongs to the present offer.
 */
export class Negotiation {
  /** What the other leg sends, by the last description that was applied. */
  remoteTracks: Description['tracks'] = [];
  private steps: Promise<void> = Promise.resolve();
  private readonly batch: CandidateBatch;
  private readonly held = new HeldCandidates();
  /** The newest description of the other leg that was applied. */
  private seen: Version | undefined;
  /** That one was an offer, and this its answer. */
  private answered: Description | undefined;
  private offered: { tracks: Description['tracks']; at: number } | undefined;
  /** An offer is due, and could not be made. */
  private owed = false;
  private closed = false;

  constructor(private readonly options: NegotiationOptions) {
    const { pc, send } = options;
    this.batch = new CandidateBatch((candidates) => send({ kind: 'candidates', candidates }));
    pc.onnegotiationneeded = () => this.run(() => this.offer());
    pc.onicecandidate = ({ candidate }) => {
      if (candidate) this.batch.add(candidate.toJSON());
    };
  }

  receive(description: Description): void {
    this.run(() => (description.type === 'offer' ? this.answer(description) : this.conclude(description)));
  }

  receiveCandidates(candidates: Parameters<HeldCandidates['add']>[0]): void {
    this.held.add(candidates);
    this.run(() => this.addHeld());
  }

  /** An offer is out, and not answered. */
  get waiting(): boolean {
    return this.options.pc.signalingState === 'have-local-offer';
  }

  /** Repeats what may have been lost; called twice a second. `now` in ms. */
  tick(now: number): void {
    if (this.waiting && this.offered && now - this.offered.at >= RESEND_MS) this.resend(now);
    if (this.owed && this.options.pc.signalingState === 'stable') this.run(() => this.offer());
  }

  /** Sends the unanswered offer again; its description has all candidates found up to now. */
  resend(now: number): void {
    const { localDescription } = this.options.pc;
    if (!this.offered || localDescription?.type !== 'offer') return;
    this.offered.at = now;
    this.options.send(describe('offer', localDescription.sdp, this.offered.tracks));
  }

  close(): void {
    this.closed = true;
    this.batch.close();
    this.options.pc.onnegotiationneeded = this.options.pc.onicecandidate = null;
  }

  /** A step that fails is dropped: what it was for is repeated by the other leg, or by `tick`. */
  private run(step: () => Promise<void>): void {
    this.steps = this.steps.then(async () => {
      if (this.closed) return;
      try {
        await step();
      } catch {
        await this.recover();
      }
    });
  }

  /** Leaves the state in which an offer could be applied and not answered. */
  private async recover(): Promise<void> {
    const { pc } = this.options;
    if (pc.signalingState !== 'have-remote-offer') return;
    await pc.setRemoteDescription({ type: 'rollback' }).catch(() => undefined);
  }

  private async offer(): Promise<void> {
    const { pc, tracks, send } = this.options;
    // The browser fires again once it is stable, if there still is something to agree on.
    if (pc.signalingState !== 'stable') return;
    this.owed = true;
    await pc.setLocalDescription();
    this.owed = false;
    this.offered = { tracks: tracks(), at: performance.now() };
    if (!this.closed && pc.localDescription)
      send(describe('offer', pc.localDescription.sdp, this.offered.tracks));
  }

  private async answer({ sdp, tracks }: Description): Promise<void> {
    const { pc, polite, onOffer, onAgreed, send } = this.options;
    const version = versionOf(sdp);
    if (!version) return;
    if (this.answered && isSame(version, this.seen)) {
      send({ ...this.answered, sdp: pc.currentLocalDescription?.sdp ?? this.answered.sdp });
      return;
    }
    if (!isNewer(version, this.seen)) return;
    if (pc.signalingState !== 'stable' && !polite) return;
    await pc.setRemoteDescription({ type: 'offer', sdp });
    this.offered = undefined;
    onOffer();
    await pc.setLocalDescription();
    this.seen = version;
    this.remoteTracks = tracks;
    this.answered = describe('answer', pc.localDescription?.sdp ?? '', this.options.tracks());
    if (this.closed) return;
    send(this.answered);
    onAgreed();
    await this.addHeld();
  }

  private async conclude({ sdp, tracks }: Description): Promise<void> {
    const { pc, onAgreed } = this.options;
    const version = versionOf(sdp);
    if (!version || !this.waiting || !isNewer(version, this.seen)) return;
    await pc.setRemoteDescription({ type: 'answer', sdp });
    this.seen = version;
    this.answered = this.offered = undefined;
    this.remoteTracks = tracks;
    onAgreed();
    await this.addHeld();
  }

  private async addHeld(): Promise<void> {
    const { pc } = this.options;
    if (!pc.remoteDescription) return;
    // One that is malformed or of an earlier time must not stop the others.
    for (const candidate of this.held.take(pc.remoteDescription.sdp))
      await pc.addIceCandidate(candidate).catch(() => undefined);
  }
}

const describe = (type: Description['type'], sdp: string, tracks: Description['tracks']): Description => ({
  kind: 'description',
  type,
  sdp,
  tracks,
});
