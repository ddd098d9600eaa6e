import type { Store } from '../../../core/store';
import { callWanted } from '../calls.state';

/** Answers the call that rings, as from its notification: with microphone and camera as they were last. */
export const answerCall = (store: Store, { roomId, callId }: { roomId: string; callId: string }): void =>
  void store.dispatch(callWanted({ roomId, callId }));
