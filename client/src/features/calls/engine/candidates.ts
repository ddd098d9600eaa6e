import type { SignalData } from '@parley/shared/calls/call';
import { callLimits } from '@parley/shared/calls/limits';
import { fragmentsOf } from './descriptions';

export type Candidate = Extract<SignalData, { kind: 'candidates' }>['candidates'][number];

/** Candidates are collected for this long, in ms: a browser finds most of them at once, and a signal each would be many. */
const BATCH_MS = 50;
/** Candidates held for a description that has not come; more than a browser gathers for two generations. */
const HELD = 100;

/** Sends candidates in batches. */
export class CandidateBatch {
  private waiting: Candidate[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly send: (candidates: Candidate[]) => void) {}

  /** @param candidate as `RTCIceCandidate.toJSON` gives it; an empty one marks the end, which nobody needs */
  add({ candidate, sdpMid, sdpMLineIndex, usernameFragment }: RTCIceCandidateInit): void {
    if (candidate === undefined || candidate === '' || candidate.length > callLimits.candidate) return;
    this.waiting.push({
      candidate,
      sdpMid: sdpMid ?? null,
      sdpMLineIndex: sdpMLineIndex ?? null,
      usernameFragment: usernameFragment ?? null,
    });
    if (this.waiting.length >= callLimits.candidates) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), BATCH_MS);
  }

  /** Drops what has not been sent. */
  close(): void {
    clearTimeout(this.timer);
    this.waiting = [];
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const batch = this.waiting;
    this.waiting = [];
    if (batch.length > 0) this.send(batch);
  }
}

/** Received candidates, until the description that they belong to is there: signals may overtake each other. */
export class HeldCandidates {
  private held: Candidate[] = [];

  /** The latest are held; they belong to the description that comes next. */
  add(candidates: Candidate[]): void {
    this.held = [...this.held, ...candidates].slice(-HELD);
  }

  /** Removes and returns those that a connection with this remote description takes. */
  take(remoteSdp: string): Candidate[] {
    const known = fragmentsOf(remoteSdp);
    const fits = ({ usernameFragment }: Candidate): boolean =>
      usernameFragment === null || known.has(usernameFragment);
    const taken = this.held.filter(fits);
    this.held = this.held.filter((candidate) => !fits(candidate));
    return taken;
  }
}
