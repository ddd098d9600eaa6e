import { defineFeature } from '../../core/feature';
import { savedReceived, savedReducer, savedSynced, type SavedState } from './saved.state';

declare module '../../core/store' {
  interface FeatureStates {
    saved: SavedState;
  }
}

export const saved = defineFeature({
  name: 'saved',
  reducer: savedReducer,
  events: { 'saved:changed': (store, payload) => store.dispatch(savedReceived(payload)) },
  synced: (store, { savedIds }) => store.dispatch(savedSynced(savedIds)),
});
