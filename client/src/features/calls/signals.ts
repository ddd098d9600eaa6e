import type { CallReaction, CallSignal } from '@parley/shared/calls/call';

interface Received {
  signal?: CallSignal;
  reaction?: CallReaction;
}
type Listener = (received: Received) => void;

let listener: Listener | undefined;

/** Passes on what the server has sent to the leg of this tab. */
export const signalReceived: Listener = (received) => listener?.(received);

/** Receives signals from now on; a tab is in one call at most. @returns ends it, unless another has begun to receive */
export function receiveSignals(run: Listener): () => void {
  listener = run;
  return () => {
    if (listener === run) listener = undefined;
  };
}
