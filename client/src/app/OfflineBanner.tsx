import { WifiOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { whoIsThereForgotten } from '../features/people/people.state';
import { t } from '../text/later';
import { useAppDispatch, useAppSelector } from './store';

/** A short cut is nobody's business; only after this is it worth a line. */
const OFFLINE_SHOWN_AFTER_MS = 3000;

export function OfflineBanner() {
  const since = useAppSelector((state) => state.session.offlineSince);
  const [late, setLate] = useState(false);
  const dispatch = useAppDispatch();
  useEffect(() => {
    setLate(false);
    if (since === undefined) return;
    const isLate = (): void => {
      setLate(true);
      dispatch(whoIsThereForgotten());
    };
    const timer = setTimeout(isLate, Math.max(0, since + OFFLINE_SHOWN_AFTER_MS - Date.now()));
    return () => clearTimeout(timer);
  }, [since, dispatch]);
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
