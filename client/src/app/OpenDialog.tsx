import { lazy, Suspense } from 'react';
import { Fallible } from '../ui/Fallible';
import { DialogSkeleton } from '../ui/DialogSkeleton';
import { ConfirmDialog } from '../features/session/ConfirmDialog';
import { AboveDialogs } from '../ui/Dialog';
import type { DialogState } from '../core/dialogs';
import { useConfirmation } from './useConfirmation';

export const loadJumpDialog = () =>
  import('../features/rooms/JumpDialog').then((m) => ({ default: m.JumpDialog }));
// What is opened now and then comes when it is opened: the first room must not wait for it.
const JumpDialog = lazy(loadJumpDialog);
const NewDirectDialog = lazy(() =>
  import('../features/rooms/PeopleDialogs').then((m) => ({ default: m.NewDirectDialog })),
);
const AddPeopleDialog = lazy(() =>
  import('../features/rooms/PeopleDialogs').then((m) => ({ default: m.AddPeopleDialog })),
);
const WorkspaceDialog = lazy(() =>
  import('../features/workspace/WorkspaceDialog').then((m) => ({ default: m.WorkspaceDialog })),
);
const SettingsDialog = lazy(() =>
  import('../features/settings/SettingsDialog').then((m) => ({ default: m.SettingsDialog })),
);
const WebhooksDialog = lazy(() =>
  import('../features/webhooks/WebhooksDialog').then((m) => ({ default: m.WebhooksDialog })),
);
const ForwardDialog = lazy(() =>
  import('../features/forward/ForwardDialog').then((m) => ({ default: m.ForwardDialog })),
);
const EditsDialog = lazy(() =>
  import('../features/timeline/EditsDialog').then((m) => ({ default: m.EditsDialog })),
);
const DeleteDialog = lazy(() =>
  import('../features/timeline/DeleteDialog').then((m) => ({ default: m.DeleteDialog })),
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
const SignOutDialog = lazy(() =>
  import('../features/session/SignOutDialog').then((m) => ({ default: m.SignOutDialog })),
);
const ConnectionDialog = lazy(() =>
  import('../features/session/ConnectionDialog').then((m) => ({ default: m.ConnectionDialog })),
);
const DirectoryDialog = lazy(() =>
  import('../features/rooms/DirectoryDialog').then((m) => ({ default: m.DirectoryDialog })),
);
const CreateRoomDialog = lazy(() =>
  import('../features/rooms/CreateRoomDialog').then((m) => ({ default: m.CreateRoomDialog })),
);

function Chosen({ dialog, hide }: { dialog: DialogState; hide: () => void }) {
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
    case 'forward':
      return <ForwardDialog message={dialog.message} onClose={hide} />;
    case 'webhooks':
      return <WebhooksDialog roomId={dialog.roomId} onClose={hide} />;
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
    case 'deleteMessage':
      return <DeleteDialog message={dialog.message} onClose={hide} />;
    case 'connection':
      return <ConnectionDialog onClose={hide} />;
    case 'signOut':
      return <SignOutDialog onClose={hide} />;
    case 'edits':
      return <EditsDialog messageId={dialog.messageId} onClose={hide} />;
  }
}

/** The dialog that is asked for. One that cannot be loaded (the network is gone) closes again and says so. */
export default function OpenDialog({ dialog, hide }: { dialog: DialogState; hide: () => void }) {
  const confirmed = useConfirmation();
  // Nothing opens above the confirmation itself.
  const confirmation = confirmed && (
    <AboveDialogs value={null}>
      <ConfirmDialog onDone={confirmed} />
    </AboveDialogs>
  );
  return (
    <Fallible key={dialog.kind} onFailure={hide}>
      <Suspense fallback={<DialogSkeleton onClose={hide} />}>
        <AboveDialogs value={confirmation}>
          <Chosen dialog={dialog} hide={hide} />
        </AboveDialogs>
      </Suspense>
    </Fallible>
  );
}
