import type { EventName, EventPayload } from '@parley/shared/events';
import type { SyncView } from '@parley/shared/sync';
import { meaningOf } from './events';
import type { Feature } from './feature';
import { peopleSynced } from './state/people';
import { roomsSynced } from './state/rooms';
import { becameReady, meChanged, sessionKnown, workspaceShown } from './state/session';
import type { Store } from './store';

/** Applies events and syncs to the state: the core's part first, then each feature's. */
export class Applier {
  constructor(
    readonly store: Store,
    private readonly features: readonly Feature[],
  ) {}

  /** Idempotent; an event that no part handles changes nothing. */
  event<N extends EventName>(name: N, payload: EventPayload<N>): void {
    meaningOf(name)?.applied?.(this.store, payload);
    for (const { events } of this.features) events?.[name]?.(this.store, payload);
  }

  sync(sync: SyncView): void {
    const { store } = this;
    store.dispatch(meChanged(sync.me));
    store.dispatch(workspaceShown(sync.workspace));
    store.dispatch(peopleSynced(sync));
    store.dispatch(roomsSynced(sync.rooms));
    for (const { synced } of this.features) synced?.(store, sync);
    store.dispatch(sessionKnown(sync.sessionId));
    store.dispatch(becameReady());
  }
}
