import type { CallView } from '@parley/shared/calls/call';
import { allowed } from '../../../core/rooms/select';
import type { State } from '../../../core/store';
import type { CallState, OwnMedia } from '../callState';
import { tilesOf, type Others } from './tiles';

/** What the tab itself decides; the rest of the state follows from the call and its media. */
export type Chosen = Pick<
  CallState,
  | 'phase'
  | 'spotlight'
  | 'layout'
  | 'minimised'
  | 'failure'
  | 'elsewhere'
  | 'stuck'
  | 'unreachable'
  | 'soundBlocked'
>;

export const undecided: Chosen = {
  phase: 'preview',
  spotlight: undefined,
  layout: 'grid',
  minimised: false,
  failure: undefined,
  elsewhere: false,
  stuck: false,
  unreachable: false,
  soundBlocked: false,
};

export interface CallParts {
  chosen: Chosen;
  roomId: string;
  /** The call as the server has it; undefined before it has started. */
  view: CallView | undefined;
  /** The id of one's leg, what one sends, and whether one speaks. */
  own: { legId: string; media: OwnMedia; speaking: boolean };
  others: Others;
  reactions: CallState['reactions'];
}

export const isInCall = ({ phase }: Chosen): boolean => phase === 'joined' || phase === 'offline';

/** Puts together what the screens show. */
export function composeState(
  state: State,
  { chosen, roomId, view, own, others, reactions }: CallParts,
): CallState {
  const myId = state.session.me?.userId;
  const startedInGroup = state.rooms.byId[roomId]?.room.type === 'group' && view?.startedBy === myId;
  return {
    ...chosen,
    roomId,
    call: view,
    own: own.media,
    reactions,
    tiles: view && isInCall(chosen) ? tilesOf(view, own, others) : [],
    mayManage: startedInGroup || allowed(state, roomId, 'manageCall'),
  };
}
