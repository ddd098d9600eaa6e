import { useEffect, useState } from 'react';
import { useCore } from '../../core/coreContext';
import { useDialogs } from '../../core/dialogs';
import { Button } from '../../ui/Button';
import { formatDay } from '../../ui/times';
import { t } from './text/text';

/** Above the rooms, while one's account is to be deleted. */
export function DepartureBanner() {
  const { api } = useCore();
  const dialogs = useDialogs();
  const [eraseAt, setEraseAt] = useState<string | null>(null);
  const { shown } = dialogs;
  useEffect(() => {
    // When a dialog closes, too: it may have been that of the settings. A banner that cannot be loaded is not shown.
    if (!shown)
      api.request('GET /me/departure').then(
        (departure) => setEraseAt(departure.eraseAt),
        () => undefined,
      );
  }, [api, shown]);
  if (eraseAt === null) return null;
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-3 border-b border-line bg-mention px-4 py-2 text-[14px]"
    >
      <span className="min-w-0 flex-1">{t('data.leaving', { day: formatDay(Date.parse(eraseAt)) })}</span>
      <Button onClick={() => dialogs.show({ kind: 'settings', tab: 'data' })}>{t('data.title')}</Button>
    </div>
  );
}
