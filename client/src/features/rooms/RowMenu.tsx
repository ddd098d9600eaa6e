import { Bell, BellOff, CheckCheck, CircleQuestionMark, Ellipsis, Star } from 'lucide-react';
import { useCore } from '../../core/coreContext';
import { useNavigate } from '../../core/navigation';
import { useAppSelector } from '../../core/store';
import { sentenceOf } from '../../platform/api';
import { t } from './text/text';
import { IconButton } from '../../ui/Button';
import { Menu, MenuItem } from '../../ui/Menu';
import { showRefusal } from '../../ui/toast';
import { messagePath, otherPerson } from '../../core/rooms/names';
import { putMember } from '../../core/rooms/commands';
import { BlockItem } from '../blocks/public/BlockItem';
import type { SidebarRoom } from '../../core/rooms/select';
import { firstUnreadIn } from '@parley/shared/unread';

/** The menu of a room in the list; loaded when the pointer or the focus reaches its row. */
export function RowMenu({ item }: { item: SidebarRoom }) {
  const core = useCore();
  const navigate = useNavigate();
  const myId = useAppSelector((state) => state.session.me?.userId ?? '');
  const { room, member, headSeq, mentionSeqs } = item.state;
  const { roomId } = room;
  const unread = item.unread > 0 || item.mentions > 0;
  const first = mentionSeqs[0] ?? firstUnreadIn(item.state);
  const put = (input: Parameters<typeof putMember>[2]): void =>
    void putMember(core, { roomId, userId: myId }, input).catch((error: unknown) =>
      showRefusal(t('message.changeFailed'), sentenceOf(error)),
    );
  return (
    // Also while it is open: the menu is placed beside its button, and the pointer is on the menu then.
    <span className="absolute inset-y-0 end-1 hidden items-center group-focus-within/room:flex group-hover/room:flex has-data-popup-open:flex max-[819px]:!hidden">
      <Menu
        trigger={
          <IconButton
            label={t('sidebar.rowActions', { room: item.title })}
            className="!size-6 bg-panel hover:!bg-selected"
          >
            <Ellipsis size={16} strokeWidth={1.75} />
          </IconButton>
        }
      >
        {unread && (
          <>
            {/* Opens the message that made it unread: the first mention, else the first new one. */}
            <MenuItem
              icon={<CircleQuestionMark size={16} />}
              onSelect={() => navigate(messagePath(roomId, first))}
            >
              {t('sidebar.why')}
            </MenuItem>
            <MenuItem icon={<CheckCheck size={16} />} onSelect={() => core.markRead(roomId, headSeq)}>
              {t('sidebar.markRead')}
            </MenuItem>
          </>
        )}
        <MenuItem icon={<Star size={16} />} onSelect={() => put({ favourite: !member.favourite })}>
          {member.favourite ? t('rooms.unfavourite') : t('rooms.favourite')}
        </MenuItem>
        <MenuItem
          icon={member.muted ? <Bell size={16} /> : <BellOff size={16} />}
          onSelect={() => put({ muted: !member.muted })}
        >
          {member.muted ? t('rooms.unmute') : t('rooms.mute')}
        </MenuItem>
        {room.type === 'direct' && <BlockItem userId={otherPerson(room, myId)} />}
      </Menu>
    </span>
  );
}
