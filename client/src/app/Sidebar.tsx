import { Plus, Search, Settings, Smile } from 'lucide-react';
import { lazy, memo, Suspense, type KeyboardEvent } from 'react';
import { useParams } from 'wouter';
import { useAppSelector } from '../core/store';
import { Avatar } from '../ui/Avatar';
import { IconButton } from '../ui/Button';
import { Fallible } from '../ui/Fallible';
import { Kbd } from '../ui/Notice';
import { modifier } from '../ui/platform';
import { useDialogs } from '../core/dialogs';
import { PlacesRows } from '../features/inbox/PlacesRows';
import { selectSidebar, type SidebarRoom } from '../core/rooms/select';
import { SidebarRow } from '../features/rooms/SidebarRow';
import { t } from './text/first';
import { WorkspaceMenu } from './WorkspaceMenu';

const Checklist = lazy(() => import('../features/checklist/Checklist'));

function Group({
  title,
  rooms,
  activeId,
  action,
}: {
  title: string;
  rooms: SidebarRoom[];
  activeId: string | undefined;
  action?: { label: string; run: () => void };
}) {
  return (
    <section className="mt-4" aria-label={title}>
      <div className="flex h-7 items-center justify-between pe-1 ps-2">
        <h2 className="m-0 text-[12px] font-semibold text-soft">{title}</h2>
        {action && (
          <IconButton label={action.label} onClick={action.run} className="!size-7 max-[819px]:!size-11">
            <Plus size={16} strokeWidth={1.75} />
          </IconButton>
        )}
      </div>
      <ul className="m-0 list-none p-0">
        {rooms.map((room) => (
          <SidebarRow key={room.state.room.roomId} item={room} active={room.state.room.roomId === activeId} />
        ))}
      </ul>
    </section>
  );
}

function Me() {
  const { show } = useDialogs();
  const me = useAppSelector((state) => state.session.me);
  const presence = useAppSelector((state) => state.people.presences[state.session.me?.userId ?? '']);
  const connection = useAppSelector((state) => state.session.connection);
  if (!me) return null;
  const dot = connection === 'online' ? (presence ?? 'online') : 'offline';
  const status = [me.statusEmoji, me.statusText].filter(Boolean).join(' ');
  return (
    <footer className="flex h-14 shrink-0 items-center gap-2.5 border-t border-line px-3">
      <Avatar id={me.userId} name={me.displayName} size={32} dot={dot} />
      <button
        type="button"
        className="min-w-0 flex-1 text-start"
        onClick={() => show({ kind: 'settings', tab: 'profile' })}
      >
        <span className="name block truncate text-[14px] leading-[18px]">{me.displayName}</span>
        <span className="flex items-center gap-1 truncate text-[12px] leading-4 text-soft">
          {status || (
            <>
              <Smile size={12} aria-hidden="true" /> {t('profile.setStatus')}
            </>
          )}
        </span>
      </button>
      <IconButton label={t('common.settings')} onClick={() => show({ kind: 'settings', tab: 'profile' })}>
        <Settings size={18} strokeWidth={1.75} />
      </IconButton>
    </footer>
  );
}

/** The rooms in their groups, each group with a button that adds to it. */
function RoomGroups({ activeId }: { activeId: string | undefined }) {
  const { show } = useDialogs();
  const { favourites, rooms, direct } = useAppSelector(selectSidebar);
  const addDirect = (): void => show({ kind: 'newDirect' });
  return (
    <>
      {favourites.length > 0 && (
        <Group title={t('sidebar.favourites')} rooms={favourites} activeId={activeId} />
      )}
      <Group
        title={t('rooms.rooms')}
        rooms={rooms}
        activeId={activeId}
        action={{ label: t('sidebar.addRoom'), run: () => show({ kind: 'directory' }) }}
      />
      <Group
        title={t('sidebar.direct')}
        rooms={direct}
        activeId={activeId}
        action={{ label: t('rooms.newMessage'), run: addDirect }}
      />
      {direct.length === 0 && (
        <button
          type="button"
          className="px-2 py-1 text-start text-[13px] text-soft underline-offset-2 hover:underline"
          onClick={addDirect}
        >
          {t('sidebar.write')}
        </button>
      )}
    </>
  );
}

function JumpButton() {
  const { show } = useDialogs();
  return (
    <button
      type="button"
      onClick={() => show({ kind: 'jump' })}
      className="mt-1 flex h-8 w-full items-center gap-2 rounded-lg border border-line bg-page px-2.5 text-[14px] text-soft hover:border-strong max-[819px]:h-11"
    >
      <Search size={16} strokeWidth={1.75} aria-hidden="true" />
      <span className="flex-1 text-start">{t('sidebar.jump')}</span>
      <span className="max-[819px]:hidden">
        <Kbd>{modifier} K</Kbd>
      </span>
    </button>
  );
}

/** @param warm the first room is on screen, and what it does not need may load */
export const Sidebar = memo(function Sidebar({ warm }: { warm: boolean }) {
  const { roomId, panel } = useParams();
  const isEmpty = useAppSelector((state) => !state.session.ready && selectSidebar(state).rooms.length === 0);
  return (
    <nav
      id="sidebar"
      aria-label={t('rooms.roomsAndPeople')}
      className="flex h-full w-[264px] shrink-0 flex-col border-e border-line bg-panel max-[819px]:w-full"
    >
      <div className="px-3 pt-2 pb-2">
        <WorkspaceMenu />
        <JumpButton />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-4" onKeyDown={moveBetweenRows}>
        {isEmpty ? (
          <Skeleton />
        ) : (
          <>
            <PlacesRows roomId={roomId} panel={panel} />
            <RoomGroups activeId={roomId} />
          </>
        )}
      </div>
      {warm && (
        <Fallible>
          <Suspense>
            <Checklist />
          </Suspense>
        </Fallible>
      )}
      <Me />
    </nav>
  );
});

/** Arrows move through the rows, as in any list. */
function moveBetweenRows(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('a[data-row]')];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  if (at < 0) return;
  event.preventDefault();
  rows[at + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
}

const Skeleton = () => (
  <div aria-hidden="true" className="space-y-3 p-3">
    {[60, 80, 50, 70, 65].map((width) => (
      <div key={width} className="h-4 rounded bg-hover" style={{ width: `${width}%` }} />
    ))}
  </div>
);
