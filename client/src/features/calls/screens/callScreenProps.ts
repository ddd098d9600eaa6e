import type { CallActions, CallState } from '../callState';

/** What the screens of a call get. */
export interface CallScreenProps {
  state: CallState;
  actions: CallActions;
  /** Of the room. */
  title: string;
  /** Opens the test of the network, which says why nothing arrives. */
  onNetworkTest?: (() => void) | undefined;
}
