import { lazy, Suspense, useEffect, useReducer, useState } from 'react';
import { createPortal } from 'react-dom';
import { useLocation } from 'wouter';
import { useCore } from '../../core/coreContext';
import { useRoom } from '../../core/rooms/useRoom';
import { useAppDispatch, useAppSelector } from '../../core/store';
import { Fallible } from '../../ui/Fallible';
import { callWanted, type WantedCall } from './calls.state';
import { findRinging } from './ringing';
import { NoSecureContext, whyNoCalls } from './screens/NoSecureContext';
import { Ringing } from './screens/Ringing';
import { useRingtone } from './useRingtone';

const CallRoom = lazy(() => import('./CallRoom').then((m) => ({ default: m.CallRoom })));

/** A call that rings for this person, and its answers. */
function IncomingCall({ onAccept }: { onAccept: (wanted: WantedCall) => void }) {
  const core = useCore();
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  // Judged at the time of each change: quiet hours begin and end.
  const call = useAppSelector((state) => findRinging(state, Date.now()));
  const { title } = useRoom(call?.roomId ?? '');
  const until = call?.ringsUntil;
  // Without a connection nobody says that it has stopped.
  useEffect(() => {
    if (until === undefined) return;
    const timer = setTimeout(redraw, Math.max(0, Date.parse(until) - Date.now()) + 1);
    return () => clearTimeout(timer);
  }, [until]);
  useRingtone(call !== undefined);
  if (!call) return null;
  const { roomId, callId } = call;
  const decline = (): void => void core.connection?.ask('call:decline', { callId }).catch(() => undefined);
  // Outside the page's frame, which a call that one is in makes inert.
  return createPortal(
    <Ringing
      key={callId}
      caller={call.startedBy}
      title={title}
      onAccept={() => onAccept({ roomId, callId, muted: false })}
      onAcceptMuted={() => onAccept({ roomId, callId, muted: true })}
      onDecline={decline}
    />,
    document.body,
  );
}

/** The calls of this tab: what rings, and the call one is in, whichever room is on screen. */
export function CallHost() {
  const dispatch = useAppDispatch();
  const wanted = useAppSelector((state) => state.calls.wanted);
  const [open, setOpen] = useState<WantedCall>();
  const [, navigate] = useLocation();
  const why = wanted && whyNoCalls();
  useEffect(() => {
    if (!wanted || why) return;
    setOpen(wanted);
    dispatch(callWanted(undefined));
  }, [wanted, why, dispatch]);
  const accept = (call: WantedCall): void => {
    navigate(`/rooms/${call.roomId}`);
    dispatch(callWanted(call));
  };
  return (
    <>
      <IncomingCall onAccept={accept} />
      {why && <NoSecureContext reason={why} onClose={() => dispatch(callWanted(undefined))} />}
      {open && (
        <Fallible onFailure={() => setOpen(undefined)}>
          <Suspense>
            <CallRoom wanted={open} onClosed={() => setOpen(undefined)} />
          </Suspense>
        </Fallible>
      )}
    </>
  );
}
