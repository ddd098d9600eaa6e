import type { ExportView } from '@parley/shared/exports';
import { useEffect } from 'react';
import { useCore } from '../../core/coreContext';
import { base } from '../../platform/base';
import { Button } from '../../ui/Button';
import { formatDay } from '../../ui/times';
import { formatBytes } from './public/bytes';
import { t } from './text/text';

/** Interval between two requests while an archive is made, in ms. */
const EVERY_MS = 1500;

const isActive = ({ state }: ExportView): boolean => state === 'waiting' || state === 'running';

function describe({ state, bytes, expiresAt }: ExportView): string {
  if (state === 'failed') return t('data.failed');
  if (state !== 'ready') return t('data.making');
  return t('data.ready', { size: formatBytes(bytes ?? 0), day: formatDay(Date.parse(expiresAt ?? '')) });
}

interface ExportListProps {
  exports: ExportView[];
  /** Waits for an action, and loads the list again. */
  act: <R>(work: Promise<R>) => Promise<R | undefined>;
}

function ExportRow({ item, act }: { item: ExportView; act: ExportListProps['act'] }) {
  const { api } = useCore();
  const path = { exportId: item.exportId };
  const download = async (): Promise<void> => {
    const link = await act(api.request('POST /me/exports/{exportId}/link', { path }));
    if (link) location.assign(`${base}${link.path}`);
  };
  return (
    <li className="flex flex-wrap items-center gap-3 py-2.5 text-[14px]">
      <div className="min-w-0 flex-1">
        <div>{describe(item)}</div>
        {isActive(item) && (
          <progress
            aria-label={t('data.making')}
            className="mt-1 block h-1.5 w-full accent-[var(--accent-solid)]"
            max={Math.max(1, item.total)}
            value={item.done}
          />
        )}
      </div>
      {item.state === 'ready' && (
        <Button kind="primary" onClick={() => void download()}>
          {t('data.download')}
        </Button>
      )}
      <Button onClick={() => void act(api.request('DELETE /me/exports/{exportId}', { path }))}>
        {isActive(item) ? t('common.cancel') : t('data.remove')}
      </Button>
    </li>
  );
}

/** Archives of one kind: those being made with their progress, and those that can be downloaded. */
export function ExportList({ exports, act }: ExportListProps) {
  const active = exports.some(isActive);
  useEffect(() => {
    if (!active) return;
    const timer = setInterval(() => void act(Promise.resolve()), EVERY_MS);
    return () => clearInterval(timer);
    // `act` is a new function with each render, and does the same.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [active]);
  return (
    <ul
      aria-label={t('data.exports')}
      aria-live="polite"
      className="m-0 mb-3 list-none divide-y divide-line p-0"
    >
      {exports.map((item) => (
        <ExportRow key={item.exportId} item={item} act={act} />
      ))}
    </ul>
  );
}
