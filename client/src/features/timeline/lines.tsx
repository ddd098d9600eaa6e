import { lazy, Suspense } from 'react';
import { Hash, Lock, MessagesSquare, UserPlus } from 'lucide-react';
import { useDialogs } from '../../core/dialogs';
import { allowed } from '../../core/rooms/select';
import { useAppSelector } from '../../core/store';
import { Button } from '../../ui/Button';
import { useRoom } from '../../core/rooms/useRoom';
import { formatDay, useTimes } from '../../ui/times';
import type { Missing } from './useJump';
import { t } from './text/first';

export function DayLine({ time }: { time: number }) {
  useTimes();
  return (
    <div
      role="separator"
      aria-label={formatDay(time)}
      className="flex items-center gap-3 px-5 pt-4 pb-1 max-[819px]:px-3"
    >
      <span className="h-px flex-1 bg-line" />
      <span className="text-[12px] font-semibold text-soft">{formatDay(time)}</span>
      <span className="h-px flex-1 bg-line" />
    </div>
  );
}

export const NewLine = () => (
  <div
    role="separator"
    aria-label={t('timeline.newMessages')}
    className="flex items-center gap-2 px-5 py-1.5 max-[819px]:px-3"
  >
    <span className="h-px flex-1 bg-accent opacity-60" />
    <span className="text-[12px] font-semibold text-accent">{t('timeline.new')}</span>
  </div>
);

const MissingText = lazy(() => import('./overlays').then((m) => ({ default: m.MissingText })));

/** The notice about a missing message. The element is always there: screen readers announce only what is added to it. */
export const MissingLine = ({ missing }: { missing: Missing | undefined }) => (
  <div role="status" className="pointer-events-none absolute inset-x-0 top-3 z-20 flex justify-center px-4">
    {missing && (
      <Suspense>
        <MissingText missing={missing} />
      </Suspense>
    )}
  </div>
);

/** The top of a room: its name and what it is about. */
export function RoomStart({ roomId }: { roomId: string }) {
  const { room, title } = useRoom(roomId);
  const mayInvite = useAppSelector((state) => allowed(state, roomId, 'invite'));
  const { show } = useDialogs();
  if (!room) return null;
  const Icon = room.type === 'public' ? Hash : room.type === 'private' ? Lock : MessagesSquare;
  const personal = room.type === 'direct' || room.type === 'group';
  return (
    <div className="px-5 pt-10 pb-3 max-[819px]:px-3">
      <div className="mb-3 flex size-12 items-center justify-center rounded-xl bg-hover text-soft">
        <Icon size={24} strokeWidth={1.75} aria-hidden="true" />
      </div>
      <h2 className="heading m-0 text-[20px]">
        <bdi>{title}</bdi>
      </h2>
      <p className="mt-1 mb-0 text-[14px] text-soft">
        <bdi>
          {personal
            ? t('timeline.beginPersonal')
            : room.topic ||
              (room.type === 'private' ? t('timeline.beginPrivate') : t('timeline.beginPublic'))}
        </bdi>
      </p>
      {room.general && mayInvite && (
        <Button className="mt-4" onClick={() => show({ kind: 'workspace', tab: 'invitations' })}>
          <UserPlus size={16} strokeWidth={1.75} aria-hidden="true" /> {t('rooms.invitePeople')}
        </Button>
      )}
    </div>
  );
}

export const TimelineSkeleton = () => (
  <div
    aria-hidden="true"
    className="flex min-h-0 flex-1 flex-col justify-end gap-5 overflow-hidden px-5 pb-4"
  >
    {[72, 48, 64, 38, 56, 44].map((width) => (
      <div key={width} className="flex gap-3">
        <div className="size-9 rounded-[28%] bg-hover" />
        <div className="flex-1 space-y-2 pt-1">
          <div className="h-3.5 w-28 rounded bg-hover" />
          <div className="h-3.5 rounded bg-hover" style={{ width: `${width}%` }} />
        </div>
      </div>
    ))}
  </div>
);
