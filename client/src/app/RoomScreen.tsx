import { ArrowLeft, DoorClosed, Hash, Lock, PanelRight, Search, Users } from 'lucide-react';
import { lazy, memo, Suspense, useEffect, useState } from 'react';
import { useNavigate } from '../core/navigation';
import { Link, useParams } from 'wouter';
import { useCore } from '../core/coreContext';
import { useAppDispatch, useAppSelector } from '../core/store';
import { ApiError, sentenceOf } from '../platform/api';
import { Refused } from '../sync/connection';
import { Avatar } from '../ui/Avatar';
import { Button, IconButton } from '../ui/Button';
import { Fallible } from '../ui/Fallible';
import { Notice } from '../ui/Notice';
import { useNarrow } from '../ui/platform';
import { PanelSkeleton } from '../ui/Skeleton';
import { Composer } from '../features/composer/Composer';
import { ComposerTargetContext, useTargetOf } from '../features/composer/public/composerTarget';
import { TypingLine } from '../features/composer/TypingLine';
import { Timeline } from '../features/timeline/Timeline';
import { DropZone } from '../features/uploads/DropZone';
import { hasLeft } from '../core/rooms/personName';
import { otherPerson, roomPath } from '../core/rooms/names';
import { joinRoom, loadMembers } from '../core/rooms/commands';
import { allowed } from '../core/rooms/select';
import { useRoom } from '../core/rooms/useRoom';
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

function RoomHeader({
  roomId,
  panel,
  onPanel,
}: {
  roomId: string;
  panel: string | undefined;
  onPanel: (panel: 'details' | 'search') => void;
}) {
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
      <Faces roomId={roomId} onClick={() => onPanel('details')} />
      <IconButton label={t('search.messages')} pressed={panel === 'search'} onClick={() => onPanel('search')}>
        <Search size={18} strokeWidth={1.75} />
      </IconButton>
      <IconButton label={t('rooms.details')} pressed={panel === 'details'} onClick={() => onPanel('details')}>
        <PanelRight size={18} strokeWidth={1.75} />
      </IconButton>
    </header>
  );
}

function Footer({ roomId }: { roomId: string }) {
  const core = useCore();
  const { room, isMember, title } = useRoom(roomId);
  const maySend = useAppSelector((state) => allowed(state, roomId, 'send'));
  const left = useAppSelector((state) => {
    const otherId = room?.type === 'direct' ? otherPerson(room, state.session.me?.userId ?? '') : '';
    const other = state.people.users.entities[otherId];
    return hasLeft(other) ? other : undefined;
  });
  const [failure, setFailure] = useState<string>();
  if (!room) return null;
  if (maySend)
    return (
      <>
        {left && (
          <p
            role="note"
            className="mx-4 mt-0 mb-2 rounded-xl bg-hover px-4 py-2 text-center text-[13px] text-soft max-[819px]:mx-3"
          >
            {t('rooms.otherLeft', { name: left.displayName })}
          </p>
        )}
        <Composer
          key={roomId}
          roomId={roomId}
          placeholder={t('composer.placeholder', {
            title: `${room.type === 'public' || room.type === 'private' ? '#' : ''}${title}`,
          })}
        />
      </>
    );
  if (room.archived)
    return (
      <p className="m-4 rounded-xl bg-hover px-4 py-3 text-center text-[14px] text-soft">
        {t('rooms.archived')}
      </p>
    );
  if (isMember) return null;
  return (
    <div className="m-4 flex items-center justify-center gap-4 rounded-xl bg-hover px-4 py-3 text-[14px]">
      <span className="text-soft">{failure ?? t('rooms.lookingAt')}</span>
      <Button
        kind="primary"
        onClick={() => void joinRoom(core, roomId).catch((error: unknown) => setFailure(sentenceOf(error)))}
      >
        {t('rooms.join')}
      </Button>
    </div>
  );
}

const OpenPanel = lazy(() => import('./OpenPanel'));

/** A room that is not there, or not for this person. A place in it is nothing to come back to. */
function NothingHere({ roomId }: { roomId: string }) {
  const navigate = useNavigate();
  useEffect(() => {
    if (new URLSearchParams(location.search).has('at')) navigate(roomPath(roomId), { replace: true });
  }, [navigate, roomId]);
  return (
    <main className="flex min-w-0 flex-1 flex-col">
      <Notice icon={<DoorClosed size={32} strokeWidth={1.5} />} title={t('rooms.nothingTitle')}>
        {t('rooms.nothing')}{' '}
        <Link to="/" className="text-accent underline">
          {t('rooms.backToYours')}
        </Link>
      </Notice>
    </main>
  );
}

const isGone = (error: unknown): boolean =>
  (error instanceof ApiError || error instanceof Refused) &&
  ['not_found', 'invalid'].includes(error.problem.code);

export const RoomScreen = memo(function RoomScreen() {
  const { roomId = '', panel } = useParams();
  const core = useCore();
  const dispatch = useAppDispatch();
  const navigate = useNavigate();
  const narrow = useNarrow();
  const [gone, setGone] = useState(false);
  const online = useAppSelector((state) => state.session.connection === 'online');
  const known = useAppSelector(
    (state) => state.rooms.byId[roomId] !== undefined || state.rooms.visited[roomId] !== undefined,
  );
  const maySend = useAppSelector((state) => allowed(state, roomId, 'send'));
  const composing = useTargetOf(roomId);

  useEffect(() => setGone(false), [roomId]);
  useEffect(() => {
    core.rooms.enterRoom(roomId).catch((error: unknown) => isGone(error) && setGone(true));
    if (online) void loadMembers(core, dispatch, roomId).catch(() => undefined);
  }, [core, dispatch, roomId, online]);

  if (gone && !known) return <NothingHere roomId={roomId} />;
  const panelOpen = panel !== undefined;
  const closePanel = (): void => navigate(roomPath(roomId));
  const togglePanel = (wanted: 'details' | 'search'): void =>
    navigate(panel === wanted ? roomPath(roomId) : `${roomPath(roomId)}/${wanted}`);
  return (
    <ComposerTargetContext value={composing}>
      {!(narrow && panelOpen) && (
        <DropZone roomId={roomId} enabled={maySend}>
          <RoomHeader roomId={roomId} panel={panel} onPanel={togglePanel} />
          <Timeline key={roomId} roomId={roomId} />
          <TypingLine roomId={roomId} />
          <Footer roomId={roomId} />
        </DropZone>
      )}
      {panelOpen && (
        <Fallible key={panel} onFailure={closePanel}>
          <Suspense fallback={<PanelSkeleton title={t('common.loading')} onClose={closePanel} />}>
            <OpenPanel name={panel} roomId={roomId} onClose={closePanel} />
          </Suspense>
        </Fallible>
      )}
    </ComposerTargetContext>
  );
});
