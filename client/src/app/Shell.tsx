import { MessagesSquare, WifiOff } from 'lucide-react';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { Navigate, Route, Routes, useParams } from 'react-router';
import { useNotifications } from '../features/notifications/useNotifications';
import { JumpDialog } from '../features/rooms/JumpDialog';
import { roomPath } from '../features/rooms/names';
import { AddPeopleDialog, NewDirectDialog } from '../features/rooms/PeopleDialogs';
import { RoomScreen } from '../features/rooms/RoomScreen';
import { Sidebar } from '../features/rooms/Sidebar';
import { useRoom } from '../features/rooms/useRoom';
import { Notice } from '../ui/Notice';
import { useNarrow } from '../ui/platform';
import { DialogsContext, type DialogState, type Dialogs } from './dialogs';
import { useAppSelector } from './store';
import { useBadge } from './useBadge';
import { usePresence } from './usePresence';
import { useShortcuts } from './useShortcuts';
import { t } from '../text/text';
import { modifier } from '../ui/platform';

// What is opened now and then comes when it is opened: the first room must not wait for it.
const WorkspaceDialog = lazy(() =>
  import('../features/workspace/WorkspaceDialog').then((m) => ({ default: m.WorkspaceDialog })),
);
const SettingsDialog = lazy(() =>
  import('../features/settings/SettingsDialog').then((m) => ({ default: m.SettingsDialog })),
);
const EditsDialog = lazy(() =>
  import('../features/timeline/EditsDialog').then((m) => ({ default: m.EditsDialog })),
);
const PicturesDialog = lazy(() =>
  import('../features/uploads/PicturesDialog').then((m) => ({ default: m.PicturesDialog })),
);
const PdfDialog = lazy(() => import('../features/uploads/PdfDialog').then((m) => ({ default: m.PdfDialog })));
const TextFileDialog = lazy(() =>
  import('../features/uploads/TextFileDialog').then((m) => ({ default: m.TextFileDialog })),
);
const ShortcutsDialog = lazy(() =>
  import('../features/settings/ShortcutsDialog').then((m) => ({ default: m.ShortcutsDialog })),
);
const DirectoryDialog = lazy(() =>
  import('../features/rooms/DirectoryDialog').then((m) => ({ default: m.DirectoryDialog })),
);
const CreateRoomDialog = lazy(() =>
  import('../features/rooms/CreateRoomDialog').then((m) => ({ default: m.CreateRoomDialog })),
);

/** A short cut is nobody's business; only after this is it worth a line. */
const OFFLINE_SHOWN_AFTER_MS = 3000;
const LAST_ROOM_KEY = 'parley.lastRoom';

function OfflineBanner() {
  const since = useAppSelector((state) => state.session.offlineSince);
  const [late, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (since === undefined) return;
    const timer = setTimeout(() => setLate(true), Math.max(0, since + OFFLINE_SHOWN_AFTER_MS - Date.now()));
    return () => clearTimeout(timer);
  }, [since]);
  if (since === undefined || !late) return null;
  return (
    <div
      role="status"
      className="flex shrink-0 items-center justify-center gap-2 bg-mention px-4 py-1.5 text-[13px]"
    >
      <WifiOff size={15} aria-hidden="true" />
      {t('connection.lost')}
    </div>
  );
}

function OpenDialog({ dialog, hide }: { dialog: DialogState; hide: () => void }) {
  switch (dialog.kind) {
    case 'jump':
      return <JumpDialog onClose={hide} />;
    case 'createRoom':
      return <CreateRoomDialog onClose={hide} />;
    case 'directory':
      return <DirectoryDialog onClose={hide} />;
    case 'newDirect':
      return <NewDirectDialog onClose={hide} />;
    case 'addPeople':
      return <AddPeopleDialog roomId={dialog.roomId} onClose={hide} />;
    case 'shortcuts':
      return <ShortcutsDialog onClose={hide} />;
    case 'settings':
      return <SettingsDialog tab={dialog.tab} onClose={hide} />;
    case 'workspace':
      return <WorkspaceDialog tab={dialog.tab} onClose={hide} />;
    case 'pictures':
      return <PicturesDialog files={dialog.files} at={dialog.at} onClose={hide} />;
    case 'pdf':
      return <PdfDialog file={dialog.file} onClose={hide} />;
    case 'textFile':
      return <TextFileDialog file={dialog.file} onClose={hide} />;
    case 'edits':
      return <EditsDialog messageId={dialog.messageId} onClose={hide} />;
  }
}

/** Where one lands: the room one was in last, or General. On a phone the list of rooms comes first. */
function Home() {
  const narrow = useNarrow();
  const rooms = useAppSelector((state) => state.rooms.byId);
  const ready = useAppSelector((state) => state.session.ready);
  const visited = sessionStorage.getItem(LAST_ROOM_KEY) !== null;
  const last = localStorage.getItem(LAST_ROOM_KEY) ?? '';
  const general = Object.values(rooms).find(({ room }) => room.general)?.room.roomId;
  const target = rooms[last] ? last : general;
  if (target !== undefined && (!narrow || !visited)) return <Navigate to={roomPath(target)} replace />;
  if (narrow) return null;
  if (!ready) return <main className="flex-1" aria-busy="true" />;
  return (
    <main className="flex-1">
      <Notice icon={<MessagesSquare size={32} strokeWidth={1.5} />} title={t('home.choose')}>
        {t('home.hint', { key: modifier })}
      </Notice>
    </main>
  );
}

function Frame() {
  const { roomId } = useParams();
  const narrow = useNarrow();
  const { title } = useRoom(roomId ?? '');
  useShortcuts();
  usePresence();
  useBadge(title);
  useNotifications(roomId);
  useEffect(() => {
    if (roomId === undefined) return;
    localStorage.setItem(LAST_ROOM_KEY, roomId);
    sessionStorage.setItem(LAST_ROOM_KEY, roomId);
  }, [roomId]);
  return (
    <div className="flex h-dvh flex-col">
      <OfflineBanner />
      <div className="relative flex min-h-0 flex-1">
        {(!narrow || roomId === undefined) && <Sidebar />}
        {roomId === undefined ? <Home /> : <RoomScreen />}
      </div>
    </div>
  );
}

/** Everything one sees while signed in. */
export function Shell() {
  const [shown, setShown] = useState<DialogState>();
  const dialogs = useMemo<Dialogs>(
    () => ({ shown, show: setShown, hide: () => setShown(undefined) }),
    [shown],
  );
  return (
    <DialogsContext value={dialogs}>
      <Routes>
        <Route path="/rooms/:roomId/:panel?" element={<Frame />} />
        <Route path="/" element={<Frame />} />
        <Route path="*" element={<Navigate to="/" replace />} />
      </Routes>
      <Suspense>{shown && <OpenDialog dialog={shown} hide={dialogs.hide} />}</Suspense>
    </DialogsContext>
  );
}
