import { X } from 'lucide-react';
import { useState } from 'react';
import { useRoom } from '../../core/rooms/useRoom';
import { useAppSelector } from '../../core/store';
import { sentenceOf } from '../../platform/api';
import { IconButton } from '../../ui/Button';
import { SkeletonRows } from '../../ui/Skeleton';
import { SlowMode } from '../moderation/public/SlowMode';
import { MemberRow } from './MemberRow';
import { PinsAction, RoomActions } from './RoomActions';
import { RoomForm } from './RoomForm';
import { t } from './text/text';

/** More people than anybody scrolls through. */
const MOST_MEMBERS = 300;

function Members({ roomId }: { roomId: string }) {
  const members = useAppSelector((state) => state.rooms.members[roomId]);
  const users = useAppSelector((state) => state.people.users.entities);
  const nameOf = (userId: string): string => users[userId]?.displayName ?? '';
  const present = Object.values(members ?? {})
    .filter((member) => member.present)
    .sort((a, b) => nameOf(a.userId).localeCompare(nameOf(b.userId)));
  return (
    <section aria-label={t('rooms.members')}>
      <h3 className="m-0 mb-1 text-[12px] font-semibold text-soft">
        {t('members.heading', { count: present.length })}
      </h3>
      {!members && <SkeletonRows rows={4} />}
      <ul className="m-0 list-none p-0">
        {present.slice(0, MOST_MEMBERS).map((member) => (
          <MemberRow key={member.userId} member={member} />
        ))}
      </ul>
    </section>
  );
}

/** The right panel: a room's name and topic, its actions, and its members. */
export function RoomDetails({ roomId, onClose }: { roomId: string; onClose: () => void }) {
  const { room, title } = useRoom(roomId);
  const own = useAppSelector((state) => state.rooms.byId[roomId]);
  const [failure, setFailure] = useState<string>();
  if (!room) return null;
  const act = (work: Promise<unknown>): void =>
    void work.catch((error: unknown) => setFailure(sentenceOf(error)));
  return (
    <aside id="panel" aria-label={t('rooms.details')} className="panel">
      <header className="flex h-14 shrink-0 items-center justify-between border-b border-line px-4">
        <h2 className="heading m-0 truncate text-[16px]">
          <bdi>{title}</bdi>
        </h2>
        <IconButton label={t('rooms.closeDetails')} onClick={onClose}>
          <X size={18} strokeWidth={1.75} />
        </IconButton>
      </header>
      <div className="min-h-0 flex-1 space-y-5 overflow-y-auto p-4">
        <RoomForm room={room} />
        {failure !== undefined && (
          <p role="alert" className="m-0 text-[13px] text-danger">
            {failure}
          </p>
        )}
        <SlowMode roomId={roomId} />
        <PinsAction roomId={roomId} />
        {own && <RoomActions own={own} act={act} />}
        <Members roomId={roomId} />
      </div>
    </aside>
  );
}
