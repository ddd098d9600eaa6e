import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useLocation } from 'wouter';
import { useCore } from '../../core/coreContext';
import { useDialogs } from '../../core/dialogs';
import { useRoom } from '../../core/rooms/useRoom';
import type { WantedCall } from './calls.state';
import { useWayOut } from '../../ui/useWayOut';
import { CallScreen } from './screens/CallScreen';
import { CallSession } from './session/callSession';
import { choices } from './session/choices';
import { t } from './text/text';

interface CallRoomProps {
  wanted: WantedCall;
  onClosed: () => void;
}

/** Whether a call that is wanted replaces the one that is open here. If not, does what it means for that one. */
function replaces(before: CallSession, { roomId, callId, muted }: WantedCall): boolean {
  const { state, actions } = before;
  const isPreview = state.phase === 'preview';
  if (state.roomId === roomId) {
    actions.setMinimised(false);
    // It rings, and was accepted in its preview.
    if (isPreview && callId !== undefined) {
      if (muted) actions.setMuted(true);
      actions.join({ move: true });
    }
    return false;
  }
  // Accepting another call is a clear word; the button above another room is not.
  if (isPreview || callId !== undefined) return true;
  before.say(t('calls.leaveFirst'));
  return false;
}

/** The session of the call that is wanted. Another one leaves the first, whose tab can be in one call only. */
function useSession({ wanted, onClosed }: CallRoomProps): CallSession | undefined {
  const core = useCore();
  const [session, setSession] = useState<CallSession>();
  const present = useRef<CallSession>(undefined);
  useEffect(() => {
    const before = present.current;
    if (before && before.state.phase !== 'ended' && !replaces(before, wanted)) return;
    before?.actions.leave();
    const { roomId, callId, muted } = wanted;
    const made = new CallSession({
      core,
      roomId,
      onClosed: () => {
        if (present.current !== made) return;
        present.current = undefined;
        setSession(undefined);
        onClosed();
      },
    });
    present.current = made;
    setSession(made);
    const own = muted === undefined ? choices() : { muted, camera: false };
    void made.open(own, callId === undefined ? undefined : { callId });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a new request is a new session, a new callback is not
  }, [core, wanted]);
  useEffect(
    () => () => {
      // Nobody is notified any more: in development React unmounts once and goes on.
      const last = present.current;
      present.current = undefined;
      last?.actions.leave();
    },
    [],
  );
  return session;
}

/** What is below the call cannot be reached by keyboard while it is covered; on a phone that is the sidebar too. */
function useCovering(covers: boolean) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const own = ref.current;
    if (!covers || !own?.parentElement) return;
    const box = own.getBoundingClientRect();
    const covered = [...own.parentElement.children].filter((one): one is HTMLElement => {
      if (one === own || !(one instanceof HTMLElement)) return false;
      const { left, right } = one.getBoundingClientRect();
      return left >= box.left - 1 && right <= box.right + 1;
    });
    for (const one of covered) one.inert = true;
    return () => {
      for (const one of covered) one.inert = false;
    };
  });
  return ref;
}

/** Back and Escape close what is no call yet, or no more. */
function WayOut({ onClose }: { onClose: () => void }) {
  useWayOut(onClose);
  return null;
}

function Shown({ session }: { session: CallSession }) {
  const state = useSyncExternalStore(session.subscribe, () => session.state);
  const { title } = useRoom(state.roomId);
  const { show } = useDialogs();
  const covers = !state.minimised;
  const ref = useCovering(covers);
  const [path] = useLocation();
  const opened = useRef(path);
  const isCall = state.phase !== 'preview' && state.phase !== 'ended';
  // After going to another room, the person wants to see that room.
  useEffect(() => {
    if (opened.current === path) return;
    opened.current = path;
    if (isCall) session.actions.setMinimised(true);
    else session.actions.leave();
  }, [path, session, isCall]);
  return (
    <div
      ref={ref}
      className={covers ? 'absolute inset-y-0 start-[264px] end-0 z-30 max-[819px]:start-0' : 'contents'}
    >
      {!isCall && <WayOut onClose={() => session.actions.leave()} />}
      <CallScreen
        state={state}
        actions={session.actions}
        title={title}
        onNetworkTest={() => show({ kind: 'networkTest' })}
      />
    </div>
  );
}

export function CallRoom(props: CallRoomProps) {
  const session = useSession(props);
  return session ? <Shown session={session} /> : null;
}
