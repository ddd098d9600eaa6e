import { lazy, Suspense, useCallback, useEffect, useMemo, useState, type ComponentType } from 'react';
import { Redirect, Route, Router, Switch, useParams } from 'wouter';
import { useLooking } from '../features/notifications/looking';
import { roomPath } from '../core/rooms/names';
import { RoomScreen } from './RoomScreen';
import { Sidebar } from './Sidebar';
import { useRoom } from '../core/rooms/useRoom';
import { base } from '../platform/base';
import { pictureUrl } from '../platform/fileUrls';
import { PictureOf } from '../ui/Avatar';
import { aroundNavigation, useHistoryOfLayers } from '../ui/backCloses';
import { useWayOut } from '../ui/useWayOut';
import { Fallible } from '../ui/Fallible';
import { useNarrow } from '../ui/platform';
import { DialogsContext, type DialogState, type Dialogs } from '../core/dialogs';
import { ScreensContext } from '../core/screens';
import { useAppSelector } from '../core/store';
import { loadScreens } from './loadScreens';
import { useWarmUp } from './useWarmUp';
import { useShortcuts } from './useShortcuts';

const ChooseRoom = lazy(() => import('./NoRoom'));
const OpenDialog = lazy(() => import('./OpenDialog'));
const AdminFrame = lazy(() => import('./screens').then((m) => m.loadAdmin()));
const Around = lazy(() => import('./Around'));
/** What must not be missing because the network was lost before its code came: it is loaded when the network is back. */
const lasting = <T extends ComponentType>(load: () => Promise<{ default: T }>) =>
  lazy(() =>
    load().catch(() => new Promise((back) => addEventListener('online', back, { once: true })).then(load)),
  );
// It shows that the network is lost.
const Attention = lasting(() => import('./Attention'));
// With the screens that it draws.
const Overlays = lasting(() => loadScreens().then(() => import('./Overlays')));

const LAST_ROOM_KEY = `parley${base}.lastRoom`;

/** The start page: the last room, or General. On a phone the list of rooms comes first. */
function Home() {
  const narrow = useNarrow();
  const rooms = useAppSelector((state) => state.rooms.byId);
  const ready = useAppSelector((state) => state.session.ready);
  const visited = sessionStorage.getItem(LAST_ROOM_KEY) !== null;
  const last = localStorage.getItem(LAST_ROOM_KEY) ?? '';
  const general = Object.values(rooms).find(({ room }) => room.general)?.room.roomId;
  const target = rooms[last] ? last : general;
  if (target !== undefined && (!narrow || !visited)) return <Redirect to={roomPath(target)} replace />;
  if (narrow) return null;
  if (!ready) return <main className="flex-1" aria-busy="true" />;
  return (
    <main className="flex-1">
      <Suspense>
        <ChooseRoom />
      </Suspense>
    </main>
  );
}

function Frame() {
  const { roomId } = useParams();
  const narrow = useNarrow();
  const { title } = useRoom(roomId ?? '');
  useShortcuts();
  const warm = useWarmUp();
  // At once, and not with the notifications: another tab must not notify for what is on this screen.
  useLooking(roomId);
  useEffect(() => {
    if (roomId === undefined) return;
    localStorage.setItem(LAST_ROOM_KEY, roomId);
    sessionStorage.setItem(LAST_ROOM_KEY, roomId);
  }, [roomId]);
  return (
    <div className="flex h-dvh flex-col">
      {warm && (
        <Fallible>
          <Suspense>
            <Attention />
            <Around place={title} roomId={roomId} />
          </Suspense>
        </Fallible>
      )}
      <div className="relative flex min-h-0 flex-1">
        {(!narrow || roomId === undefined) && <Sidebar warm={warm} />}
        {roomId === undefined ? <Home /> : <RoomScreen warm={warm} />}
        {warm && (
          <Fallible>
            <Suspense>
              <Overlays />
            </Suspense>
          </Fallible>
        )}
      </div>
    </div>
  );
}

/** A dialog whose code is loading can be closed. */
function Opening({ hide }: { hide: () => void }) {
  useWayOut(hide);
  return null;
}

/** The whole page while signed in. */
export function Shell() {
  const users = useAppSelector((state) => state.people.users.entities);
  const pictureOf = useCallback(
    (userId: string) => {
      const at = users[userId]?.picture;
      return at == null ? undefined : pictureUrl(userId, at);
    },
    [users],
  );
  useHistoryOfLayers();
  const [shown, setShown] = useState<DialogState>();
  const dialogs = useMemo<Dialogs>(
    () => ({ shown, show: setShown, hide: () => setShown(undefined) }),
    [shown],
  );
  return (
    <PictureOf value={pictureOf}>
      <ScreensContext value={loadScreens}>
        <DialogsContext value={dialogs}>
          <Router base={base} aroundNav={aroundNavigation}>
            <Switch>
              <Route path="/rooms/:roomId/:panel?" component={Frame} />
              <Route path="/" component={Frame} />
              <Route path="/admin/:page?" component={AdminFrame} />
              <Redirect to="/" replace />
            </Switch>
            {shown && (
              <Fallible onFailure={dialogs.hide}>
                <Suspense fallback={<Opening hide={dialogs.hide} />}>
                  <OpenDialog dialog={shown} hide={dialogs.hide} />
                </Suspense>
              </Fallible>
            )}
          </Router>
        </DialogsContext>
      </ScreensContext>
    </PictureOf>
  );
}
