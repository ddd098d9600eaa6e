import type { CallPart, CallView, LegView } from '@parley/shared/calls/call';
import type { CallDoc } from './calls.model.js';
import { isOver, liveLegs, summary, type Leg } from './calls.state.js';

const viewLeg = ({
  legId,
  userId,
  joinedAt,
  epoch,
  awaySince,
  muted,
  camera,
  screen,
  hand,
}: Leg): LegView => ({
  legId,
  userId,
  joinedAt: joinedAt.toISOString(),
  epoch,
  away: awaySince !== null,
  muted,
  camera,
  screen,
  hand,
});

/** A call as the members of its room see it: without legs that have left, and without sessions. */
export const viewCall = (call: CallDoc): CallView => ({
  callId: String(call._id),
  roomId: String(call.roomId),
  version: call.version,
  live: !isOver(call),
  media: call.media,
  startedBy: call.startedBy,
  startedAt: call.startedAt.toISOString(),
  answeredAt: call.answeredAt?.toISOString() ?? null,
  endedAt: call.endedAt?.toISOString() ?? null,
  endReason: call.endReason,
  legs: liveLegs(call).map(viewLeg),
  invited: call.invited.map(({ userId, state }) => ({ userId, state })),
  ringsUntil: call.ringsUntil.toISOString(),
});

/** What its message shows of it. */
export function partOf(call: CallDoc): CallPart {
  const { endReason } = call;
  const unanswered = endReason === 'missed' || endReason === 'declined' ? endReason : 'ended';
  return {
    kind: 'call',
    callId: String(call._id),
    state: isOver(call) ? unanswered : 'live',
    ...summary(call),
  };
}
