import type { CallReaction } from '@parley/shared/calls/call';
import type { CallState } from '../callState';

/** How long a reaction is shown, in ms. */
const SHOWN_MS = 4000;

/** Reactions of the last seconds. */
export class Reactions {
  shown: CallState['reactions'] = [];
  private next = 0;

  constructor(private readonly onChange: () => void) {}

  add({ legId, emoji }: CallReaction): void {
    const id = this.next++;
    this.change([...this.shown, { id, legId, emoji }]);
    setTimeout(() => this.change(this.shown.filter((one) => one.id !== id)), SHOWN_MS);
  }

  private change(shown: CallState['reactions']): void {
    this.shown = shown;
    this.onChange();
  }
}
