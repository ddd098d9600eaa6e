import { Dialog as Base } from '@base-ui/react/dialog';
import { Hash, Lock, Search, Users } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import { useNavigate } from '../../core/navigation';
import { useParams } from 'wouter';
import { useCore } from '../../core/coreContext';
import { useAppSelector } from '../../core/store';
import { Avatar } from '../../ui/Avatar';
import { useBackCloses } from '../../ui/backCloses';
import { classes } from '../../ui/classes';
import { formsOf } from '../people/public/nameForms';
import { isReachable } from '../../core/state/people';
import { otherPerson, roomPath } from '../../core/rooms/names';
import { createRoom } from '../../core/rooms/commands';
import { selectSidebar, type SidebarRoom } from '../../core/rooms/select';
import { formOf, isScattered, matchNames, type NameForm } from '@parley/shared/nameMatch';
import type { RoomView } from '@parley/shared/rooms';
import type { UserView } from '@parley/shared/users';
import { t } from './text/text';

type Target =
  | { kind: 'room'; item: SidebarRoom }
  | { kind: 'person'; user: UserView }
  | { kind: 'messages'; query: string };

/** How well the names answer: by how they begin, else by the letters in their order; undefined is no match. */
function score(names: NameForm[], typed: NameForm): number | undefined {
  return matchNames(names, typed) ?? (names.some((name) => isScattered(name, typed)) ? 4 : undefined);
}

function useTargets(input: string): Target[] {
  const groups = useAppSelector(selectSidebar);
  const users = useAppSelector((state) => state.people.users.entities);
  const myId = useAppSelector((state) => state.session.me?.userId ?? '');
  const only = input[0] === '#' ? 'room' : input[0] === '@' ? 'person' : undefined;
  const typed = formOf(input.replace(/^[#@]/, ''));
  const rooms = [...groups.favourites, ...groups.rooms, ...groups.direct];
  const talkedTo = new Set(
    rooms
      .filter(({ state }) => state.room.type === 'direct')
      .map(({ state }) => otherPerson(state.room, myId)),
  );
  const namesIn = (room: RoomView): NameForm[] => {
    const other = room.type === 'direct' ? users[otherPerson(room, myId)] : undefined;
    return other ? formsOf(other) : [];
  };
  if (input.startsWith('?')) return [{ kind: 'messages', query: input.slice(1).trim() }];
  const candidates: { target: Target; names: NameForm[]; rank: number }[] = [
    ...rooms
      .filter(
        ({ state }) =>
          only === undefined ||
          (only === 'person') === (state.room.type === 'direct' || state.room.type === 'group'),
      )
      .map((item) => ({
        target: { kind: 'room' as const, item },
        names: [formOf(item.title), ...namesIn(item.state.room)],
        rank: item.unread > 0 ? -0.5 : 0,
      })),
    ...Object.values(users)
      .filter(
        (user) => only !== 'room' && isReachable(user) && user.userId !== myId && !talkedTo.has(user.userId),
      )
      .map((user) => ({
        target: { kind: 'person' as const, user },
        names: formsOf(user),
        rank: 0.5,
      })),
  ];
  return candidates
    .flatMap(({ target, names, rank }) => {
      const points = score(names, typed);
      return points === undefined ? [] : [{ target, points: points + rank }];
    })
    .sort((a, b) => a.points - b.points)
    .slice(0, 12)
    .map(({ target }) => target);
}

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

function describeTarget(target: Target): { key: string; title: string; detail: string } {
  switch (target.kind) {
    case 'room': {
      const { room } = target.item.state;
      return { key: room.roomId, title: target.item.title, detail: room.topic };
    }
    case 'person':
      return {
        key: target.user.userId,
        title: target.user.displayName,
        detail: `@${target.user.username}`,
      };
    case 'messages':
      return {
        key: 'messages',
        title: target.query === '' ? t('search.messages') : t('search.messagesFor', { query: target.query }),
        detail: '',
      };
  }
}

/** Goes anywhere by a few letters: `#` for rooms, `@` for people, `?` for messages. */
export function JumpDialog({ onClose }: { onClose: () => void }) {
  const core = useCore();
  const navigate = useNavigate();
  const last = useAppSelector((state) => Object.keys(state.rooms.byId)[0] ?? '');
  const roomId = useParams()['roomId'] ?? /\/rooms\/([0-9a-f]{24})/.exec(location.pathname)?.[1] ?? last;
  const [input, setInput] = useState('');
  const [chosen, setChosen] = useState(0);
  const targets = useTargets(input);
  const selected = Math.min(chosen, Math.max(0, targets.length - 1));
  const go = (target: Target): void => {
    onClose();
    if (target.kind === 'messages')
      return navigate(`${roomPath(roomId)}/search?${new URLSearchParams({ q: target.query }).toString()}`);
    if (target.kind === 'room') return navigate(roomPath(target.item.state.room.roomId));
    createRoom(core, { type: 'direct', memberIds: [target.user.userId] }).then(
      (room) => navigate(roomPath(room.roomId)),
      () => undefined,
    );
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const target = targets[selected];
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setChosen(
        (selected + (event.key === 'ArrowDown' ? 1 : targets.length - 1)) % Math.max(1, targets.length),
      );
    } else if (event.key === 'Enter' && target) {
      event.preventDefault();
      go(target);
    }
  };
  useBackCloses(true, onClose);
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-black/30" />
        <Base.Popup className="fixed top-[12vh] left-1/2 z-50 flex max-h-[70vh] w-[calc(100vw-32px)] max-w-[560px] -translate-x-1/2 flex-col overflow-hidden rounded-2xl border border-line bg-page shadow-float outline-none max-[819px]:top-4">
          <Base.Title className="sr-only">{t('jump.title')}</Base.Title>
          <div className="flex h-[52px] items-center gap-3 border-b border-line px-4">
            <Search size={18} strokeWidth={1.75} className="text-soft" aria-hidden="true" />
            <input
              autoFocus
              role="combobox"
              aria-expanded="true"
              aria-controls="jump-list"
              aria-activedescendant={targets.length > 0 ? `jump-${selected}` : undefined}
              aria-label={t('jump.title')}
              placeholder={t('jump.placeholder')}
              value={input}
              onChange={(event) => {
                setInput(event.target.value);
                setChosen(0);
              }}
              onKeyDown={onKeyDown}
              className="min-w-0 flex-1 bg-transparent text-[16px] outline-none"
            />
          </div>
          <ul
            id="jump-list"
            role="listbox"
            aria-label={t('rooms.roomsAndPeople')}
            hidden={targets.length === 0}
            className="m-0 min-h-0 flex-1 list-none overflow-y-auto p-2"
          >
            {targets.map((target, i) => {
              const { key, title, detail } = describeTarget(target);
              return (
                <li
                  key={key}
                  id={`jump-${i}`}
                  role="option"
                  aria-selected={i === selected}
                  onClick={() => go(target)}
                  className={classes(
                    'flex h-10 cursor-pointer items-center gap-3 rounded-lg px-3 text-[14px] max-[819px]:h-11',
                    i === selected && 'bg-selected',
                  )}
                >
                  <Picture target={target} />
                  <span
                    className={classes(
                      'max-w-[60%] truncate',
                      target.kind === 'room' && target.item.unread > 0 && 'font-semibold',
                    )}
                  >
                    <bdi>{title}</bdi>
                  </span>
                  <span className="min-w-0 flex-1 truncate text-[13px] text-soft">
                    <bdi>{detail}</bdi>
                  </span>
                  {target.kind === 'room' && target.item.unread > 0 && (
                    <span className="tabular text-[12px] font-semibold text-accent">
                      {target.item.unread}
                    </span>
                  )}
                </li>
              );
            })}
          </ul>
          {targets.length === 0 && (
            <p role="status" className="m-0 px-3 pt-2 pb-6 text-center text-[14px] text-soft">
              {t('jump.none')}
            </p>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
