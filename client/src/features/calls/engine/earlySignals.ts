import type { CallSignal } from '@parley/shared/calls/call';

/** Of one leg: an offer with its candidates, some times over. */
const SIGNALS = 30;
/** Legs, more than a call has. */
const LEGS = 16;

/** Signals of legs that the view of the call does not show yet: the two come on different ways. */
export class EarlySignals {
  private readonly byLeg = new Map<string, CallSignal[]>();

  add(signal: CallSignal): void {
    const before = this.byLeg.get(signal.from) ?? [];
    this.byLeg.delete(signal.from);
    this.byLeg.set(signal.from, [...before, signal].slice(-SIGNALS));
    const [oldest] = this.byLeg.keys();
    if (this.byLeg.size > LEGS && oldest !== undefined) this.byLeg.delete(oldest);
  }

  /** Removes and returns those of a leg in this epoch; later ones are left. */
  take(legId: string, epoch: number): CallSignal[] {
    const all = this.byLeg.get(legId) ?? [];
    const later = all.filter(({ epochs }) => epochs.from > epoch);
    if (later.length > 0) this.byLeg.set(legId, later);
    else this.byLeg.delete(legId);
    return all.filter(({ epochs }) => epochs.from === epoch);
  }
}
