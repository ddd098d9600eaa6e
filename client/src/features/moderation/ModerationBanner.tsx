import { allowed } from '../../core/rooms/select';
import { useRoom } from '../../core/rooms/useRoom';
import { useAppSelector } from '../../core/store';
import { NoticesBanner } from './NoticesBanner';
import { t } from './text/text';

/** Above a room: one's notices, and that slow mode is on for oneself. */
export function ModerationBanner({ roomId }: { roomId: string }) {
  const { room } = useRoom(roomId);
  const exempt = useAppSelector((state) => allowed(state, roomId, 'deleteAnyMessage'));
  return (
    <>
      <NoticesBanner />
      {room?.slowSeconds !== undefined && !exempt && (
        <p role="note" className="m-0 border-b border-line px-4 py-2 text-[13px] text-soft">
          {t('moderation.slowBanner', { seconds: room.slowSeconds })}
        </p>
      )}
    </>
  );
}
