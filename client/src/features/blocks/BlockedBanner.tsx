import { otherPerson } from '../../core/rooms/names';
import { personName } from '../../core/rooms/personName';
import { useRoom } from '../../core/rooms/useRoom';
import { useAppSelector } from '../../core/store';
import { Button } from '../../ui/Button';
import { t } from './text/text';
import { useUnblock } from './useUnblock';

/** Above a direct message with somebody one has blocked: why nobody writes here, and how to change that. */
export function BlockedBanner({ roomId }: { roomId: string }) {
  const { room } = useRoom(roomId);
  const me = useAppSelector((state) => state.session.me);
  const otherId = me && room?.type === 'direct' ? otherPerson(room, me.userId) : '';
  const name = useAppSelector((state) => personName(state.people.users.entities[otherId]));
  const unblock = useUnblock();
  if (me?.blocked?.includes(otherId) !== true) return null;
  return (
    <div
      role="note"
      // Styles hide the composer below it: that costs the first load no code.
      data-no-composer=""
      className="flex flex-wrap items-center gap-3 border-b border-line bg-hover px-4 py-2 text-[14px]"
    >
      <span dir="auto" className="min-w-0 flex-1 basis-[200px] [overflow-wrap:anywhere]">
        {t('blocks.banner', { name })}
      </span>
      <Button onClick={() => unblock(otherId, name)}>{t('blocks.unblock')}</Button>
    </div>
  );
}
