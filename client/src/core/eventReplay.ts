import type { EventName, EventPayload } from '@parley/shared/events';
import type { SyncView } from '@parley/shared/sync';
import type { Applier } from './apply';
import { meaningOf } from './events';

type Replayed = () => void;

/**
 * What is heard while an answer is on its way that will replace what it changes. A sync that was read before an event, and
 * arrives after it, would bring the older state back: of a room that the page does not know yet the event has nothing to
 * change, and a room that one has just come into is not in the answer. So it is applied once more, behind the answer.
 */
export class EventReplay {
  private readonly open = new Set<Replayed[]>();
  private requested = 0;
  /** The latest question whose answer is applied. */
  private applied = 0;

  constructor(private readonly applier: Applier) {}

  /** Applies an event, and remembers it for every answer that is on its way. */
  apply<N extends EventName>(name: N, payload: EventPayload<N>): void {
    this.applier.event(name, payload);
    if (meaningOf(name)?.momentary) return;
    for (const received of this.open) received.push(() => this.applier.event(name, payload));
  }

  /**
   * Applies what `load` brings, and behind it what was heard while it was on its way. Nothing is applied, and undefined comes
   * back, when it brings nothing or an answer to a later question was faster: after a cut connection two may be on their way,
   * and of what happened between them nothing was heard.
   */
  async sync(load: () => Promise<SyncView | undefined>): Promise<SyncView | undefined> {
    const received: Replayed[] = [];
    const question = ++this.requested;
    this.open.add(received);
    try {
      const sync = await load();
      if (!sync || question < this.applied) return undefined;
      this.applied = question;
      this.applier.sync(sync);
      for (const apply of received) apply();
      return sync;
    } finally {
      this.open.delete(received);
    }
  }
}
