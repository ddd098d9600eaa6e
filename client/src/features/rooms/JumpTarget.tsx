import { Hash, Lock, Search, Users } from 'lucide-react';
import { otherPerson } from '../../core/rooms/names';
import { useAppSelector } from '../../core/store';
import { Avatar } from '../../ui/Avatar';
import { classes } from '../../ui/classes';
import type { Target } from './jumpTargets';
import { t } from './text/text';

function Picture({ target }: { target: Target }) {
  const myId = useAppSelector((state) => state.session.me?.userId ?? '');
  if (target.kind === 'messages')
    return <Search size={18} strokeWidth={1.75} className="mx-0.5 text-soft" aria-hidden="true" />;
  if (target.kind === 'person')
    return <Avatar id={target.user.userId} name={target.user.displayName} size={22} />;
  const { room } = target.item.state;
  if (room.type === 'direct')
    return <Avatar id={otherPerson(room, myId)} name={target.item.title} size={22} />;
  const Icon = room.type === 'group' ? Users : room.type === 'private' ? Lock : Hash;
  return <Icon size={18} strokeWidth={1.75} className="mx-0.5 text-soft" aria-hidden="true" />;
}

export function keyOf(target: Target): string {
  if (target.kind === 'room') return target.item.state.room.roomId;
  return target.kind === 'person' ? target.user.userId : 'messages';
}

function describe(target: Target): { title: string; detail: string } {
  switch (target.kind) {
    case 'room':
      return { title: target.item.title, detail: target.item.state.room.topic };
    case 'person':
      return { title: target.user.displayName, detail: `@${target.user.username}` };
    case 'messages':
      return {
        title: target.query === '' ? t('search.messages') : t('search.messagesFor', { query: target.query }),
        detail: '',
      };
  }
}

interface JumpTargetProps {
  target: Target;
  /** The input names the selected option by it. */
  id: string;
  selected: boolean;
  onClick: () => void;
}

export function JumpTarget({ target, id, selected, onClick }: JumpTargetProps) {
  const { title, detail } = describe(target);
  const unread = target.kind === 'room' ? target.item.unread : 0;
  return (
    <li
      id={id}
      role="option"
      aria-selected={selected}
      onClick={onClick}
      className={classes(
        'flex h-10 cursor-pointer items-center gap-3 rounded-lg px-3 text-[14px] max-[819px]:h-11',
        selected && 'bg-selected',
      )}
    >
      <Picture target={target} />
      <span className={classes('max-w-[60%] truncate', unread > 0 && 'font-semibold')}>
        <bdi>{title}</bdi>
      </span>
      <span className="min-w-0 flex-1 truncate text-[13px] text-soft">
        <bdi>{detail}</bdi>
      </span>
      {unread > 0 && <span className="tabular text-[12px] font-semibold text-accent">{unread}</span>}
    </li>
  );
}
