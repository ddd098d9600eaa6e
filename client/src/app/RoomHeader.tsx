import { ArrowLeft, Hash, Lock, Users } from 'lucide-react';
import { Link } from 'wouter';
import type { HeaderButtonProps } from '../core/feature';
import { otherPerson } from '../core/rooms/names';
import { useRoom } from '../core/rooms/useRoom';
import { useAppSelector } from '../core/store';
import { Avatar } from '../ui/Avatar';
import { features } from './features';
import { t } from './text/first';

function Faces({ roomId, onClick }: { roomId: string; onClick: () => void }) {
  const members = useAppSelector((state) => state.rooms.members[roomId]);
  const users = useAppSelector((state) => state.people.users.entities);
  const present = Object.values(members ?? {}).filter((member) => member.present);
  if (present.length === 0) return null;
  return (
    <button
      type="button"
      onClick={onClick}
      className="flex h-8 items-center gap-2 rounded-lg px-1.5 hover:bg-hover max-[819px]:hidden"
    >
      <span className="flex">
        {present.slice(0, 3).map(({ userId }) => (
          <Avatar
            key={userId}
            id={userId}
            name={users[userId]?.displayName ?? '?'}
            size={24}
            className="-ms-1.5 rounded-[28%] ring-2 ring-page first:ms-0"
          />
        ))}
      </span>
      <span className="tabular text-[13px] text-soft">
        {present.length}
        <span className="sr-only"> {t('rooms.membersWord', { count: present.length })}</span>
      </span>
    </button>
  );
}

/** Above a room: its title and people, and the buttons of the features. */
export function RoomHeader(props: HeaderButtonProps) {
  const { roomId, togglePanel } = props;
  const { room, title } = useRoom(roomId);
  const myId = useAppSelector((state) => state.session.me?.userId ?? '');
  const otherId = room?.type === 'direct' ? otherPerson(room, myId) : '';
  const presence = useAppSelector((state) => state.people.presences[otherId] ?? 'offline');
  const status = useAppSelector((state) => state.people.users.entities[otherId]);
  if (!room) return <header className="h-14 shrink-0 border-b border-line" />;
  const Icon = room.type === 'private' ? Lock : room.type === 'group' ? Users : Hash;
  const topic =
    room.type === 'direct' ? [status?.statusEmoji, status?.statusText].filter(Boolean).join(' ') : room.topic;
  return (
    <header className="flex h-14 shrink-0 items-center gap-2 border-b border-line px-4 max-[819px]:px-1">
      <Link
        to="/"
        aria-label={t('rooms.back')}
        className="hidden size-11 items-center justify-center rounded-lg text-soft hover:bg-hover max-[819px]:inline-flex"
      >
        <ArrowLeft size={20} strokeWidth={1.75} />
      </Link>
      {room.type === 'direct' ? (
        <Avatar id={otherId} name={status?.displayName ?? title} size={24} dot={presence} />
      ) : (
        <Icon size={18} strokeWidth={2} aria-hidden="true" className="shrink-0 max-[819px]:hidden" />
      )}
      <h1 className="heading m-0 max-w-[60%] truncate text-[16px]" dir="auto">
        {title}
      </h1>
      {topic !== '' && (
        <>
          <span aria-hidden="true" className="mx-1 h-5 w-px shrink-0 bg-line max-[819px]:hidden" />
          <span className="min-w-0 flex-1 truncate text-[14px] text-soft max-[819px]:hidden" title={topic}>
            <bdi>{topic}</bdi>
          </span>
        </>
      )}
      <span className="ms-auto" />
      <Faces roomId={roomId} onClick={() => togglePanel('details')} />
      {features.map(({ name, HeaderButton }) => HeaderButton && <HeaderButton key={name} {...props} />)}
    </header>
  );
}
