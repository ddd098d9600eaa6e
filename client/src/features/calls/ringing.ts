import type { CallView } from '@parley/shared/calls/call';
import { decideCall } from '@parley/shared/notify';
import type { State } from '../../core/store';

/** Whether a call rings for this person: derived from its state, so that it is the same on every device. */
const ringsFor = (call: CallView, myId: string, now: number): boolean =>
  call.live &&
  Date.parse(call.ringsUntil) > now &&
  call.invited.some(({ userId, state }) => userId === myId && state === 'ringing');

/**
 * The call that rings here now.
 *
 * @param now in ms since 1970
 */
export function findRinging({ calls, rooms, session: { me } }: State, now: number): CallView | undefined {
  if (!me) return undefined;
  return Object.values(calls.byRoom).find((call) => {
    const room = rooms.byId[call.roomId];
    if (!room || !ringsFor(call, me.userId, now)) return false;
    return decideCall({ me, member: room.member, now: new Date(now) }).rings;
  });
}
