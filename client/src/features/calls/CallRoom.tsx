import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useLocation } from 'wouter';
import { useCore } from '../../core/coreContext';
import { useRoom } from '../../core/rooms/useRoom';
import type { WantedCall } from './calls.state';
import { CallScreen } from './screens/CallScreen';
import { CallSession } from './session/callSession';

interface CallRoomProps {
  wanted: WantedCall;
  onClosed: () => void;
}

/** The session of the call that is wanted. Another one leaves the first, whose tab can be in one call only. */
function useSession({ wanted, onClosed }: CallRoomProps): CallSession | undefined {
  const core = useCore();
  const [session, setSession] = useState<CallSession>();
  const present = useRef<CallSession>(undefined);
  useEffect(() => {
    const before = present.current;
    const isOpen = before && before.state.phase !== 'ended' && before.state.roomId === wanted.roomId;
    if (isOpen) return before.actions.setMinimised(false);
    before?.actions.leave();
    const { roomId, callId, muted = false } = wanted;
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
    void made.open({ muted, camera: false }, callId === undefined ? undefined : { callId });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a new wish is a new session, a new callback is not
  }, [core, wanted]);
  useEffect(() => () => present.current?.actions.leave(), []);
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

function Shown({ session }: { session: CallSession }) {
  const state = useSyncExternalStore(session.subscribe, () => session.state);
  const { title } = useRoom(state.roomId);
  const covers = !state.minimised || state.phase === 'preview' || state.phase === 'ended';
  const ref = useCovering(covers);
  const [path] = useLocation();
  const opened = useRef(path);
  // Whoever goes to another room wants to see it.
  useEffect(() => {
    if (opened.current === path) return;
    opened.current = path;
    session.actions.setMinimised(true);
  }, [path, session]);
  return (
    <div
      ref={ref}
      className={covers ? 'absolute inset-y-0 start-[264px] end-0 z-30 max-[819px]:start-0' : 'contents'}
    >
      <CallScreen state={state} actions={session.actions} title={title} />
    </div>
  );
}

export function CallRoom(props: CallRoomProps) {
  const session = useSession(props);
  return session ? <Shown session={session} /> : null;
}
