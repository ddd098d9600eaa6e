import { useEffect, useState } from 'react';
import { t } from '../text/text';
import { clockOf } from './duration';

/** How long a call lasts already. Not announced: a timer speaks only when it is read. */
export function Duration({ since }: { since: string }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <span role="timer" aria-label={t('calls.lasts')} className="tabular shrink-0 text-[13px] text-soft">
      {clockOf((now - Date.parse(since)) / 1000)}
    </span>
  );
}
