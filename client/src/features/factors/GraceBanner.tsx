import { useEffect, useState } from 'react';
import { useCore } from '../../core/coreContext';
import { useDialogs } from '../../core/dialogs';
import { Button } from '../../ui/Button';
import { formatDay } from '../../ui/times';
import { t } from './text/text';

/** Above the rooms, while the days of grace run in which somebody has to set up a second factor. */
export function GraceBanner() {
  const { api } = useCore();
  const dialogs = useDialogs();
  const [requiredBy, setRequiredBy] = useState<string | null>(null);
  const { shown } = dialogs;
  useEffect(() => {
    // When a dialog closes, too: it may have been that of the settings. A banner that cannot be loaded is not shown.
    if (!shown)
      api.request('GET /me/factors').then(
        (factors) => setRequiredBy(factors.requiredBy),
        () => undefined,
      );
  }, [api, shown]);
  if (requiredBy === null) return null;
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-3 border-b border-line bg-mention px-4 py-2 text-[14px]"
    >
      <span className="min-w-0 flex-1">
        {t('factors.bannerDay', { day: formatDay(Date.parse(requiredBy)) })}
      </span>
      <Button onClick={() => dialogs.show({ kind: 'settings', tab: 'factors' })}>{t('factors.setUp')}</Button>
    </div>
  );
}
