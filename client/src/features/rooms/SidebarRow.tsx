import { BellOff, Hash, Lock, Pencil, Users } from 'lucide-react';
import { lazy, memo, Suspense, useState } from 'react';
import { Link } from 'wouter';
import { useAppSelector } from '../../core/store';
import { Avatar, dotNames, type Dot } from '../../ui/Avatar';
import { classes } from '../../ui/classes';
import { Fallible } from '../../ui/Fallible';
import { useDraft } from '../drafts/public/drafts';
import { useIsEditing } from '../drafts/public/unfinished';
import { otherPerson, roomPath } from '../../core/rooms/names';
import { isCalling, type SidebarRoom } from '../../core/rooms/select';
import { t } from './text/first';

const RowMenu = lazy(() => import('./RowMenu').then((m) => ({ default: m.RowMenu })));

interface RoomIconProps {
  item: SidebarRoom;
  active: boolean;
  otherId: string;
  presence: Dot;
}

function RoomIcon({ item, active, otherId, presence }: RoomIconProps) {
  const { room } = item.state;
  const name = useAppSelector((state) => state.people.users.entities[otherId]?.displayName ?? item.title);
  if (room.type === 'direct')
    return (
      <span aria-hidden="true" className="shrink-0">
        <Avatar id={otherId} name={name} size={22} dot={presence} />
      </span>
    );
  const Icon = room.type === 'group' ? Users : room.type === 'private' ? Lock : Hash;
  return (
    <Icon
      size={16}
      strokeWidth={1.75}
      aria-hidden="true"
      className={classes('shrink-0', active ? 'text-accent' : 'text-soft')}
    />
  );
}

/** The marks behind a name, as text for a screen reader. */
function describe({ unread, mentions, state }: SidebarRoom, presence: Dot): string {
  const parts = [''];
  if (unread > 0) parts.push(t('sidebar.unread', { count: unread }));
  if (mentions > 0) parts.push(t('sidebar.mentions', { count: mentions }));
  if (state.member.muted) parts.push(t('sidebar.muted'));
  if (state.room.type === 'direct') parts.push(dotNames[presence]);
  return parts.join(', ');
}

/** What is open in a room: a count of messages, or a draft. On hover the row's menu replaces it. */
function Mark({ item, calling }: { item: SidebarRoom; calling: boolean }) {
  const { type, roomId } = item.state.room;
  const draft = useDraft(roomId);
  const editing = useIsEditing(roomId);
  const personal = type === 'direct' || type === 'group';
  const count = item.mentions > 0 ? item.mentions : item.unread;
  if (calling)
    return (
      <span
        aria-hidden="true"
        className={classes(
          'group-focus-within/room:invisible group-hover/room:invisible group-has-data-popup-open/room:invisible max-[819px]:!visible tabular min-w-5 rounded-full px-1.5 text-center text-[11px] leading-[18px] font-semibold',
          item.mentions > 0 || personal ? 'bg-solid text-white' : 'bg-selected text-text',
        )}
      >
        {count > 99 ? '99+' : count}
      </span>
    );
  return draft !== '' || editing ? (
    <Pencil
      size={14}
      strokeWidth={1.75}
      className="text-soft"
      aria-label={editing ? t('sidebar.editing') : t('sidebar.draft')}
    />
  ) : null;
}

export const SidebarRow = memo(function SidebarRow({ item, active }: { item: SidebarRoom; active: boolean }) {
  const { room, member } = item.state;
  // The menu loads with the first pointer or focus: most rows never need it.
  const [near, setNear] = useState(false);
  const myId = useAppSelector((state) => state.session.me?.userId ?? '');
  const otherId = otherPerson(room, myId);
  const presence = useAppSelector((state) => state.people.presences[otherId] ?? 'offline');
  const calling = isCalling(item);
  return (
    <li className="group/room relative" onPointerEnter={() => setNear(true)} onFocus={() => setNear(true)}>
      <Link
        to={roomPath(room.roomId)}
        data-row
        aria-current={active ? 'page' : undefined}
        className={classes(
          'flex h-8 items-center gap-2.5 rounded-lg px-2 text-[14px] no-underline max-[819px]:h-11',
          active
            ? 'bg-selected font-semibold text-text'
            : calling
              ? 'font-semibold text-text hover:bg-hover'
              : 'text-soft hover:bg-hover',
          member.muted && !active && !calling && 'text-faint',
        )}
      >
        <RoomIcon item={item} active={active} otherId={otherId} presence={presence} />
        <span className="min-w-0 flex-1 truncate">
          <bdi>{item.title}</bdi>
          <span className="sr-only">{describe(item, presence)}</span>
        </span>
        {member.muted && <BellOff size={14} strokeWidth={1.75} aria-hidden="true" className="text-faint" />}
        {!active && <Mark item={item} calling={calling} />}
      </Link>
      {near && (
        <Fallible>
          <Suspense>
            <RowMenu item={item} />
          </Suspense>
        </Fallible>
      )}
    </li>
  );
});
