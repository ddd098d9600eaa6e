import { HardDrive } from 'lucide-react';
import { useEffect } from 'react';
import { useAuthors } from '../features/people/public/authors';
import { t } from './text/text';
import { ConnectionBanner } from './ConnectionBanner';
import { useCore } from '../core/coreContext';
import { followUpdates } from './newVersion';
import { useAppSelector } from '../core/store';
import { openSealed } from '../core/unsentWork';
import { usePresence } from './usePresence';
import { useTimeZone } from './useTimeZone';

function FullDisk() {
  const readOnly = useAppSelector((state) => state.session.readOnly);
  if (!readOnly) return null;
  return (
    <div
      role="status"
      className="flex shrink-0 items-center justify-center gap-2 bg-mention px-4 py-1.5 text-[13px]"
    >
      <HardDrive size={15} className="shrink-0" aria-hidden="true" />
      {t('connection.readOnly')}
    </div>
  );
}

/**
 * Presence and time zone, names of authors, notices about the server (the connection, updates, a full disk), and the unsent work of
 * an earlier session. Loaded after the first room.
 */
export default function Attention() {
  usePresence();
  useAuthors();
  useTimeZone();
  useEffect(followUpdates, []);
  const core = useCore();
  useEffect(() => void openSealed(core).catch(() => undefined), [core]);
  return (
    <>
      <ConnectionBanner />
      <FullDisk />
    </>
  );
}
