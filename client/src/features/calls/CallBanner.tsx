import { useState } from 'react';
import { allowed } from '../../core/rooms/select';
import { useAppDispatch, useAppSelector } from '../../core/store';
import { callWanted } from './calls.state';
import { JoinBar } from './screens/JoinBar';

/** Above a room while a call runs there without this person. */
export function CallBanner({ roomId }: { roomId: string }) {
  const dispatch = useAppDispatch();
  const call = useAppSelector((state) => state.calls.byRoom[roomId]);
  const myId = useAppSelector((state) => state.session.me?.userId);
  const mayJoin = useAppSelector((state) => allowed(state, roomId, 'joinCall'));
  const [dismissed, setDismissed] = useState<string>();
  const people = [...new Set(call?.legs.map(({ userId }) => userId))];
  if (call?.live !== true || !mayJoin || people.length === 0) return null;
  if (dismissed === call.callId || people.includes(myId ?? '')) return null;
  return (
    <JoinBar
      people={people}
      onJoin={() => dispatch(callWanted({ roomId }))}
      onDismiss={() => setDismissed(call.callId)}
    />
  );
}
