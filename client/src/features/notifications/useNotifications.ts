import { decide } from '@parley/shared/notify';
import { useEffect } from 'react';
import { useStore } from 'react-redux';
import { useCore } from '../../app/coreContext';
import { useNavigate } from '../../app/navigation';
import type { Store } from '../../app/store';
import { t } from '../../text/text';
import { roomPath, roomTitle } from '../rooms/names';
import { permitted, preferences } from './preferences';
import { resumePush } from './push';
import { ring, takeBackRings } from './ring';
import { noteRing } from './ringLog';

const LONGEST_BODY = 160;

/** Notifies of what arrives while nobody looks at it, takes back what is read, and goes where a notification leads. */
export function useNotifications(openRoomId: string | undefined): void {
  const core = useCore();
  const store = useStore() as Store;
  const navigate = useNavigate();
  useEffect(() => void resumePush(core), [core]);
  useEffect(() => {
    if (!('serviceWorker' in navigator)) return;
    const heard = ({ data }: MessageEvent<{ kind?: string; path?: string } | undefined>): void => {
      if (data?.kind === 'open' && data.path !== undefined) navigate(data.path);
    };
    navigator.serviceWorker.addEventListener('message', heard);
    return () => navigator.serviceWorker.removeEventListener('message', heard);
  }, [navigate]);
  useEffect(() => {
    let before = store.getState().rooms.byId;
    return store.subscribe(() => {
      const now = store.getState().rooms.byId;
      if (now === before) return;
      for (const [roomId, { member, headSeq }] of Object.entries(now))
        if (member.readSeq >= headSeq && member.readSeq > (before[roomId]?.member.readSeq ?? 0))
          takeBackRings(roomId);
      before = now;
    });
  }, [store]);
  useEffect(
    () =>
      core.onMessages((roomId, messages) => {
        const { rooms, people, session } = store.getState();
        const state = rooms.byId[roomId];
        const { me } = session;
        if (!state || !me) return;
        const visible = document.visibilityState === 'visible';
        const looking = roomId === openRoomId && visible && document.hasFocus();
        for (const message of messages) {
          const { headSeq, room, member } = state;
          const verdict = decide(message, { me, room, member, headSeq, looking, now: new Date() });
          const { on, push } = preferences();
          // Edits and reactions are no news: nobody asks why they did not ring.
          if (verdict.rings || verdict.because !== 'not new')
            noteRing({
              at: new Date().toISOString(),
              roomId,
              seq: message.seq,
              verdict: verdict.rings ? (on && permitted() ? 'rang' : 'off') : verdict.because,
            });
          // While the page cannot be seen and the server wakes this browser, the notification comes from there.
          if (!verdict.rings || (push && !visible)) continue;
          const author = people.users.entities[message.authorId]?.displayName ?? t('common.somebody');
          const place = roomTitle(room, people.users.entities, me.userId);
          // The parser comes with the first notification, not with the page.
          void import('@parley/shared/oneLine').then(({ oneLine }) =>
            ring({
              title: room.type === 'direct' ? author : `${author} · ${place}`,
              body: oneLine(message, LONGEST_BODY),
              tag: `room:${roomId}:${message.messageId}`,
              onClick: () => navigate(roomPath(roomId)),
            }),
          );
        }
      }),
    [core, store, navigate, openRoomId],
  );
}
