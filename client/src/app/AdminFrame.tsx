import { Suspense } from 'react';
import { AdminArea } from '../features/admin/AdminArea';
import { useAdminTitle } from '../features/admin/pages';
import { useLooking } from '../features/notifications/looking';
import { ConfirmDialog } from '../features/session/ConfirmDialog';
import { Fallible } from '../ui/Fallible';
import Attention from './Attention';
import Around from './Around';
import Overlays from './Overlays';
import { useConfirmation } from './useConfirmation';

function Beside() {
  return <Around place={useAdminTitle()} roomId={undefined} />;
}

/** The admin area, in place of the rooms. What must show everywhere is around it: a lost connection, a call that rings. */
export default function AdminFrame() {
  const confirmed = useConfirmation();
  useLooking(undefined);
  return (
    <div className="flex h-dvh flex-col">
      <Fallible>
        <Suspense>
          <Attention />
          <Beside />
        </Suspense>
      </Fallible>
      <div className="relative flex min-h-0 flex-1">
        <AdminArea />
        <Fallible>
          <Suspense>
            <Overlays />
          </Suspense>
        </Fallible>
      </div>
      {confirmed && <ConfirmDialog onDone={confirmed} />}
    </div>
  );
}
