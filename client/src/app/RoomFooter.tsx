import { lazy, Suspense } from 'react';
import { otherPerson } from '../core/rooms/names';
import { hasLeft } from '../core/rooms/personName';
import { allowed } from '../core/rooms/select';
import { useRoom } from '../core/rooms/useRoom';
import { useAppSelector } from '../core/store';
import { Composer } from '../features/composer/Composer';
import { useComposerTarget } from '../features/composer/public/composerTarget';
import { t } from './text/first';

const ReadOnlyFooter = lazy(() => import('./ReadOnlyFooter'));
/** Below a room's messages: the composer, or why one cannot write here. */
export function RoomFooter({ roomId }: { roomId: string }) {
  const { room, isMember, title } = useRoom(roomId);
  const ready = useAppSelector((state) => state.session.ready);
  const { target } = useComposerTarget();
  // Where only some may post one may still answer, and change what one wrote.
  const permission = target.kind === 'new' ? 'post' : target.kind === 'reply' ? 'reply' : 'send';
  const maySend = useAppSelector((state) => allowed(state, roomId, permission));
  const left = useAppSelector((state) => {
    const otherId = room?.type === 'direct' ? otherPerson(room, state.session.me?.userId ?? '') : '';
    const other = state.people.users.entities[otherId];
    return hasLeft(other) ? other : undefined;
  });
  const mute = useAppSelector(({ session: { me } }) =>
    me?.mutes?.find((one) => (one.roomId ?? roomId) === roomId),
  );
  if (!room) return null;
  if (maySend && !mute)
    return (
      <>
        {left && (
          <Suspense>
            <ReadOnlyFooter room={room} left={left} />
          </Suspense>
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
  if (!ready) return null;
  return (
    <Suspense>
      <ReadOnlyFooter room={room} mute={mute} isMember={isMember} />
    </Suspense>
  );
}
