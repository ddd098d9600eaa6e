import { lazy, Suspense } from 'react';
import { otherPerson } from '../core/rooms/names';
import { hasLeft } from '../core/rooms/personName';
import { allowed } from '../core/rooms/select';
import { useRoom } from '../core/rooms/useRoom';
import { useAppSelector } from '../core/store';
import { Composer } from '../features/composer/Composer';
import { t } from './text/first';

const ReadOnlyFooter = lazy(() => import('./ReadOnlyFooter').then((m) => ({ default: m.ReadOnlyFooter })));

/** Below a room's messages: the composer, or why one cannot write here. */
export function RoomFooter({ roomId }: { roomId: string }) {
  const { room, isMember, title } = useRoom(roomId);
  const ready = useAppSelector((state) => state.session.ready);
  const maySend = useAppSelector((state) => allowed(state, roomId, 'send'));
  const left = useAppSelector((state) => {
    const otherId = room?.type === 'direct' ? otherPerson(room, state.session.me?.userId ?? '') : '';
    const other = state.people.users.entities[otherId];
    return hasLeft(other) ? other : undefined;
  });
  if (!room) return null;
  if (maySend)
    return (
      <>
        {left && (
          <p
            role="note"
            className="mx-4 mt-0 mb-2 rounded-xl bg-hover px-4 py-2 text-center text-[13px] text-soft max-[819px]:mx-3"
          >
            {t('rooms.otherLeft', { name: left.displayName })}
          </p>
        )}
        <Composer
          key={roomId}
          roomId={roomId}
          placeholder={t('composer.placeholder', {
            title: `${room.type === 'public' || room.type === 'private' ? '#' : ''}${title}`,
          })}
        />
      </>
    );
  // Before the first sync one's own rooms look like those of others.
  if (!ready || (isMember && !room.archived)) return null;
  return (
    <Suspense>
      <ReadOnlyFooter room={room} />
    </Suspense>
  );
}
