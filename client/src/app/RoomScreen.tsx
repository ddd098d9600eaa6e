import { lazy, memo, Suspense, useEffect, useState } from 'react';
import { useNavigate } from '../core/navigation';
import { useParams } from 'wouter';
import { useCore } from '../core/coreContext';
import { useAppDispatch, useAppSelector } from '../core/store';
import { ApiError } from '../platform/api';
import { Refused } from '../sync/connection';
import { Fallible } from '../ui/Fallible';
import { useNarrow } from '../ui/platform';
import { PanelSkeleton } from '../ui/Skeleton';
import { ComposerTargetContext, useTargetOf } from '../features/composer/public/composerTarget';
import { TypingLine } from '../features/composer/TypingLine';
import { Timeline } from '../features/timeline/Timeline';
import { DropZone } from '../features/uploads/DropZone';
import { roomPath } from '../core/rooms/names';
import { loadMembers } from '../core/rooms/commands';
import { allowed } from '../core/rooms/select';
import { RoomFooter } from './RoomFooter';
import { RoomHeader } from './RoomHeader';
import { t } from './text/first';

const NothingHere = lazy(() => import('./NoRoom').then((m) => ({ default: m.NothingHere })));
const OpenPanel = lazy(() => import('./OpenPanel'));
const RoomBanners = lazy(() => import('./RoomBanners'));

const isGone = (error: unknown): boolean =>
  (error instanceof ApiError || error instanceof Refused) &&
  ['not_found', 'invalid'].includes(error.problem.code);

/** @param warm the first room is on screen: what is above it may load */
export const RoomScreen = memo(function RoomScreen({ warm }: { warm: boolean }) {
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
  const maySend = useAppSelector((state) => allowed(state, roomId, 'upload'));
  const composing = useTargetOf(roomId);

  useEffect(() => setGone(false), [roomId]);
  useEffect(() => {
    core.rooms.enterRoom(roomId).catch((error: unknown) => isGone(error) && setGone(true));
    if (online) void loadMembers(core, dispatch, roomId).catch(() => undefined);
  }, [core, dispatch, roomId, online]);

  if (gone && !known)
    return (
      <main className="flex min-w-0 flex-1 flex-col">
        <Suspense>
          <NothingHere roomId={roomId} />
        </Suspense>
      </main>
    );
  const panelOpen = panel !== undefined;
  const closePanel = (): void => navigate(roomPath(roomId));
  const togglePanel = (wanted: string): void =>
    navigate(panel === wanted ? roomPath(roomId) : `${roomPath(roomId)}/${wanted}`);
  return (
    <ComposerTargetContext value={composing}>
      {!(narrow && panelOpen) && (
        <DropZone roomId={roomId} enabled={maySend}>
          <RoomHeader roomId={roomId} panel={panel} togglePanel={togglePanel} />
          {warm && (
            <Fallible>
              <Suspense>
                <RoomBanners roomId={roomId} />
              </Suspense>
            </Fallible>
          )}
          <Timeline key={roomId} roomId={roomId} />
          <TypingLine roomId={roomId} />
          <RoomFooter roomId={roomId} />
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
