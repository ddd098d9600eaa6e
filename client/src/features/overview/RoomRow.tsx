import type { ManagedRoomView } from '@parley/shared/overview/rooms';
import { Archive, ChevronDown, Hash, Lock } from 'lucide-react';
import { locale } from '../../text/language';
import { Button } from '../../ui/Button';
import { classes } from '../../ui/classes';
import { formatDay } from '../../ui/times';
import { formatBytes } from '../exports/public/bytes';
import { manageRoom } from './commands';
import { useCore } from '../../core/coreContext';
import { announce } from '../../ui/announce';
import type { Act } from './act';
import { OwnerForm } from './OwnerForm';
import { RenameForm } from './RenameForm';
import { t } from './text/text';

const numbers = new Intl.NumberFormat(locale);

function describe({ members, messages, bytes, lastMessageAt }: ManagedRoomView): string {
  return [
    t('allRooms.members', { members }),
    t('allRooms.messages', { messages, shown: numbers.format(messages) }),
    ...(bytes > 0 ? [formatBytes(bytes)] : []),
    lastMessageAt === null
      ? t('allRooms.silent')
      : t('allRooms.lastMessage', { day: formatDay(Date.parse(lastMessageAt)) }),
  ].join(' · ');
}

const Sign = ({ room: { archived, type } }: { room: ManagedRoomView }) => {
  const [Icon, label] = archived
    ? ([Archive, t('allRooms.archived')] as const)
    : type === 'private'
      ? ([Lock, t('allRooms.private')] as const)
      : ([Hash, t('allRooms.public')] as const);
  return <Icon size={17} strokeWidth={1.75} aria-label={label} className="mt-0.5 shrink-0 text-soft" />;
};

/** What can be changed of a room. One that the reader may not read can be archived, and nothing else. */
function Manage({ room, act }: { room: ManagedRoomView; act: Act }) {
  const core = useCore();
  const { roomId, archived, name } = room;
  const archive = (): void => {
    const done = manageRoom(core, roomId, { archived: !archived });
    void act(done.then(() => announce(archived ? t('allRooms.restored') : t('allRooms.nowArchived'))));
  };
  return (
    <div className="mt-2 mb-1 rounded-lg border border-line bg-panel p-4">
      {name !== null && !archived && <RenameForm room={room} act={act} />}
      {name !== null && !archived && <OwnerForm room={room} act={act} />}
      {name === null && <p className="m-0 mb-3 text-[13px] text-soft">{t('allRooms.unseen')}</p>}
      <Button kind={archived ? 'plain' : 'danger'} onClick={archive}>
        {archived ? t('allRooms.restore') : t('allRooms.archive')}
      </Button>
      {!archived && <span className="ms-3 text-[13px] text-soft">{t('allRooms.archiveMeans')}</span>}
    </div>
  );
}

interface RoomRowProps {
  room: ManagedRoomView;
  open: boolean;
  onOpen: (open: boolean) => void;
  act: Act;
}

/** A room of the list, with what can be changed when it is opened. */
export function RoomRow({ room, open, onOpen, act }: RoomRowProps) {
  const name = room.name ?? t('usage.privateRoom');
  const owners = room.owners.map(({ displayName }) => displayName).join(', ');
  return (
    <li className="py-2.5">
      <div className="flex items-start gap-3">
        <Sign room={room} />
        <div className="min-w-0 flex-1">
          <div
            className={classes('text-[14px] break-words', room.name === null ? 'text-soft' : 'font-semibold')}
          >
            <bdi>{name}</bdi>
          </div>
          <div className="tabular text-[13px] text-soft">{describe(room)}</div>
          {owners !== '' && (
            <div className="text-[13px] text-soft">
              <bdi>{t('allRooms.owners', { count: room.owners.length, owners })}</bdi>
            </div>
          )}
        </div>
        {!room.general && (
          <Button
            aria-expanded={open}
            aria-label={t('allRooms.manageNamed', { name })}
            onClick={() => onOpen(!open)}
          >
            {t('allRooms.manage')}
            <ChevronDown
              size={15}
              strokeWidth={1.75}
              aria-hidden="true"
              className={open ? 'rotate-180' : undefined}
            />
          </Button>
        )}
      </div>
      {open && <Manage room={room} act={act} />}
    </li>
  );
}
