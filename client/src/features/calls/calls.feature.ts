import { defineFeature } from '../../core/feature';
import { callChanged, callsReducer, callsSynced, type CallsState } from './calls.state';
import { CallButton } from './CallButton';
import { signalReceived } from './signals';

declare module '../../core/store' {
  interface FeatureStates {
    calls: CallsState;
  }
}

export const calls = defineFeature({
  name: 'calls',
  HeaderButton: CallButton,
  reducer: callsReducer,
  events: { 'call:changed': (store, { call }) => store.dispatch(callChanged(call)) },
  received: {
    'call:signal': (signal) => signalReceived({ signal }),
    'call:reacted': (reaction) => signalReceived({ reaction }),
  },
  synced: (store, { calls }) => store.dispatch(callsSynced(calls)),
});
