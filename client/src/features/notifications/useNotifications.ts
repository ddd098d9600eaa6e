import type { MessageView } from '@parley/shared/messages';
import { useEffect } from 'react';
import { useCore } from '../../core/coreContext';
import { useNavigate } from '../../core/navigation';
import { useAppSelector } from '../../core/store';
import { answerCall } from '../calls/public/answer';
import { followClicks } from './clicks';
import { resumePush } from './push';
import { takeBackRings } from './ring';
import { isLookedAt } from './looking';
import { Ringer } from './ringer';

/** Closes the notifications of rooms that were read, here or elsewhere, or that one has left. */
function useTakingBack(): void {
  const { store } = useCore();
  useEffect(() => {
    let before = store.getState().rooms.byId;
    return store.subscribe(() => {
      const now = store.getState().rooms.byId;
      if (now === before) return;
      for (const [roomId, { member, headSeq }] of Object.entries(now))
        if (member.readSeq >= headSeq && member.readSeq > (before[roomId]?.member.readSeq ?? 0))
          void takeBackRings(roomId);
      for (const roomId of Object.keys(before)) if (!now[roomId]) void takeBackRings(roomId);
      before = now;
    });
  }, [store]);
}

/** Notifies of messages that nobody looks at, updates notifications, and follows clicks on them. */
export function useNotifications(openRoomId: string | undefined): void {
  const core = useCore();
  const navigate = useNavigate();
  const online = useAppSelector((state) => state.session.connection === 'online' && state.session.ready);
  useEffect(() => void resumePush(core), [core]);
  useEffect(
    () =>
      followClicks(({ path, answer }) => {
        navigate(path);
        if (answer) answerCall(core.store, answer);
      }),
    [core, navigate],
  );
  useTakingBack();
  useEffect(() => {
    const ringer = new Ringer(core, navigate);
    const looking = (roomId: string): boolean => roomId === openRoomId && isLookedAt();
    return core.onMessages((roomId: string, messages: MessageView[]) =>
      ringer.receive(roomId, messages, looking(roomId)),
    );
  }, [core, navigate, openRoomId]);
  // A catch-up publishes no events for what was edited or deleted while the connection was down.
  useEffect(() => {
    if (online) void new Ringer(core, navigate).compare();
  }, [core, navigate, online]);
}
