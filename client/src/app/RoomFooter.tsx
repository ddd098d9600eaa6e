import { useState } from 'react';
import { useCore } from '../core/coreContext';
import { joinRoom } from '../core/rooms/commands';
import { otherPerson } from '../core/rooms/names';
import { hasLeft } from '../core/rooms/personName';
import { allowed } from '../core/rooms/select';
import { useRoom } from '../core/rooms/useRoom';
import { useAppSelector } from '../core/store';
import { Composer } from '../features/composer/Composer';
import { sentenceOf } from '../platform/api';
import { Button } from '../ui/Button';
import { t } from './text/first';

/** Below a room's messages: the composer, or why one cannot write here. */
export function RoomFooter({ roomId }: { roomId: string }) {
  const core = useCore();
  const { room, isMember, title } = useRoom(roomId);
  const maySend = useAppSelector((state) => allowed(state, roomId, 'send'));
  const left = useAppSelector((state) => {
    const otherId = room?.type === 'direct' ? otherPerson(room, state.session.me?.userId ?? '') : '';
    const other = state.people.users.entities[otherId];
    return hasLeft(other) ? other : undefined;
  });
  const [failure, setFailure] = useState<string>();
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
  if (room.archived)
    return (
      <p className="m-4 rounded-xl bg-hover px-4 py-3 text-center text-[14px] text-soft">
        {t('rooms.archived')}
      </p>
    );
  if (isMember) return null;
  return (
    <div className="m-4 flex items-center justify-center gap-4 rounded-xl bg-hover px-4 py-3 text-[14px]">
      <span className="text-soft">{failure ?? t('rooms.lookingAt')}</span>
      <Button
        kind="primary"
        onClick={() => void joinRoom(core, roomId).catch((error: unknown) => setFailure(sentenceOf(error)))}
      >
        {t('rooms.join')}
      </Button>
    </div>
  );
}
