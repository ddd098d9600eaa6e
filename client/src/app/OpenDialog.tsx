import { Suspense, type ComponentType } from 'react';
import type { DialogState } from '../core/dialogs';
import { ConfirmDialog } from '../features/session/ConfirmDialog';
import { AboveDialogs } from '../ui/Dialog';
import { DialogSkeleton } from '../ui/DialogSkeleton';
import { Fallible } from '../ui/Fallible';
import { screens } from './screens';
import { useConfirmation } from './useConfirmation';

// Each receives the props that `DialogProps` has for its name: the compiler has checked both ends.
const dialogs = Object.assign({}, ...screens.map(({ dialogs: brought }) => brought)) as Record<
  string,
  ComponentType<{ onClose: () => void }>
>;

function Chosen({ dialog: { kind, ...props }, hide }: { dialog: DialogState; hide: () => void }) {
  const Dialog = dialogs[kind];
  return Dialog && <Dialog {...props} onClose={hide} />;
}

/** The requested dialog. If it cannot be loaded (offline), it closes and shows why. */
export default function OpenDialog({ dialog, hide }: { dialog: DialogState; hide: () => void }) {
  const confirmed = useConfirmation();
  // The confirmation is above all dialogs.
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
