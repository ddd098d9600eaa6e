import { HardDrive } from 'lucide-react';
import { useEffect } from 'react';
import { t } from '../text/later';
import { followUpdates } from './newVersion';
import { useAppSelector } from './store';
import { usePresence } from './usePresence';
import { useTimeZone } from './useTimeZone';

/**
 * Whether and where somebody is at work here, and what is to know of the server: updates, and that its disk is full. It comes a moment after
 * the first room.
 */
export default function Attention() {
  usePresence();
  useTimeZone();
  useEffect(followUpdates, []);
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
