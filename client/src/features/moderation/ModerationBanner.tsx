import { allowed } from '../../core/rooms/select';
import { useRoom } from '../../core/rooms/useRoom';
import { useAppSelector } from '../../core/store';
import { SlowCountdown } from './SlowCountdown';
import { NoticesBanner } from './NoticesBanner';

/** Above a room: one's notices, and that slow mode is on for oneself. */
export function ModerationBanner({ roomId }: { roomId: string }) {
  const { room } = useRoom(roomId);
  const exempt = useAppSelector((state) => allowed(state, roomId, 'deleteAnyMessage'));
  return (
    <>
      <NoticesBanner />
      {room?.slowSeconds !== undefined && !exempt && (
        <SlowCountdown roomId={roomId} slowSeconds={room.slowSeconds} />
      )}
    </>
  );
}
