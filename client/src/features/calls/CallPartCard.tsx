import type { CallPart } from '@parley/shared/calls/call';
import type { MessageView } from '@parley/shared/messages';
import { allowed } from '../../core/rooms/select';
import { useAppDispatch, useAppSelector } from '../../core/store';
import { callWanted } from './calls.state';
import { CallCard } from './screens/CallCard';

/** A call in its message, which can be joined from there while it runs. */
export function CallPartCard({ message, part }: { message: MessageView; part: CallPart }) {
  const { roomId } = message;
  const dispatch = useAppDispatch();
  const canBeJoined = useAppSelector((state) => {
    const call = state.calls.byRoom[roomId];
    const isIn = call?.legs.some(({ userId }) => userId === state.session.me?.userId);
    return call?.live === true && call.callId === part.callId && !isIn;
  });
  const mayJoin = useAppSelector((state) => allowed(state, roomId, 'joinCall'));
  return (
    <CallCard
      message={message}
      part={part}
      onJoin={canBeJoined && mayJoin ? () => dispatch(callWanted({ roomId })) : undefined}
    />
  );
}
