import { X } from 'lucide-react';
import { t } from '../text/first';
import { IconButton } from './Button';

/** Placeholder of a loading list: a picture and two lines per row, of uneven lengths. */
export const SkeletonRows = ({ rows = 6 }: { rows?: number }) => (
  <div aria-hidden="true" className="space-y-4 p-4">
    {Array.from({ length: rows }, (_, i) => (
      <div key={i} className="flex gap-3">
        <div className="size-8 shrink-0 rounded-[28%] bg-hover" />
        <div className="flex-1 space-y-2 pt-0.5">
          <div className="h-3 rounded bg-hover" style={{ width: `${[38, 30, 44][i % 3] ?? 38}%` }} />
          <div className="h-3 rounded bg-hover" style={{ width: `${[86, 64, 76, 52][i % 4] ?? 80}%` }} />
        </div>
      </div>
    ))}
  </div>
);

/** A panel whose code is loading: it has its title, and can be closed. */
export const PanelSkeleton = ({ title, onClose }: { title: string; onClose: () => void }) => (
  <aside id="panel" aria-label={title} aria-busy="true" className="panel">
    <header className="flex h-14 shrink-0 items-center justify-between border-b border-line px-4">
      <h2 className="heading m-0 text-[16px]">{title}</h2>
      <IconButton label={t('common.close')} onClick={onClose}>
        <X size={18} strokeWidth={1.75} />
      </IconButton>
    </header>
    <SkeletonRows />
  </aside>
);
