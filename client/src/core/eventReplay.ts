import type { EventName, EventPayload } from '@parley/shared/events';
import type { SyncView } from '@parley/shared/sync';
import type { Applier } from './apply';
import { meaningOf } from './events';

type Replayed = () => void;

/**
 * Replays the events received while a sync was pending. A sync that was read before an event, and arrives after it,
 * would restore the older state: a room that the page does not have yet ignores the event, and a room just joined
 * is missing in the answer. So each event is applied once more, after the sync.
 */
export class EventReplay {
  private readonly open = new Set<Replayed[]>();
  private requested = 0;
  /** The latest request whose answer is applied. */
  private applied = 0;

  constructor(private readonly applier: Applier) {}

  /** Applies an event, and records it for every pending sync. */
  apply<N extends EventName>(name: N, payload: EventPayload<N>): void {
    this.applier.event(name, payload);
    if (meaningOf(name)?.momentary) return;
    for (const received of this.open) received.push(() => this.applier.event(name, payload));
  }

  /**
   * Applies what `load` returns, then replays the events received meanwhile. Returns undefined and applies nothing if
   * `load` returned nothing, or the answer to a later request was applied first: after a cut connection two may be
   * pending, and the events between them are lost.
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
