import type { MessageView } from '@parley/shared/messages';
import { useEffect } from 'react';
import { useStore } from 'react-redux';
import { useNavigate } from '../../app/navigation';
import { useCore } from '../../app/coreContext';
import type { Store } from '../../app/store';
import { roomPath, roomTitle } from '../rooms/names';
import { decide } from './decide';
import { preferences } from './preferences';
import { ring } from './ring';
import { t } from '../../text/text';

const LONGEST_BODY = 160;

/** Text as it reads without its marks; what is hidden on screen is hidden here. */
const plain = (message: MessageView): string => {
  const text = message.text
    .replace(/\|\|[^|]+\|\|/g, '▒▒▒')
    .replace(/[*_`~]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return (text === '' ? message.files.map(({ name }) => name).join(', ') : text).slice(0, LONGEST_BODY);
};

/** Notifies of what arrives while nobody looks at it. */
export function useNotifications(openRoomId: string | undefined): void {
  const core = useCore();
  const store = useStore() as Store;
  const navigate = useNavigate();
  useEffect(
    () =>
      core.onMessages((roomId, messages) => {
        const { rooms, people, session } = store.getState();
        const state = rooms.byId[roomId];
        const { me } = session;
        if (!state || !me) return;
        const looking =
          roomId === openRoomId && document.visibilityState === 'visible' && document.hasFocus();
        for (const message of messages) {
          const { headSeq, room, member } = state;
          const { keywords } = preferences();
          if (!decide(message, { me, room, member, headSeq, looking, keywords }).rings) continue;
          const author = people.users.entities[message.authorId]?.displayName ?? t('common.somebody');
          const place = roomTitle(room, people.users.entities, me.userId);
          ring({
            title: room.type === 'direct' ? author : `${author} · ${place}`,
            body: plain(message),
            tag: message.messageId,
            onClick: () => navigate(roomPath(roomId)),
          });
        }
      }),
    [core, store, navigate, openRoomId],
  );
}
