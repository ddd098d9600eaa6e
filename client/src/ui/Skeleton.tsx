import { X } from 'lucide-react';
import { t } from '../text/text';
import { IconButton } from './Button';

/** Grey rows where a list is on its way: a picture and two lines each, of uneven lengths. */
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

/** A panel whose code is on its way: it has its name already, and can be closed. */
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

/** A dialog whose code is on its way. It shows after a moment: most are there before. */
export const DialogSkeleton = ({ onClose }: { onClose: () => void }) => (
  <div className="fixed inset-0 z-40 animate-[appear_150ms_150ms_both] bg-black/30" onClick={onClose}>
    <div
      role="dialog"
      aria-label={t('common.loading')}
      aria-busy="true"
      onClick={(event) => event.stopPropagation()}
      className="fixed top-[10vh] left-1/2 w-[calc(100vw-32px)] max-w-[480px] -translate-x-1/2 rounded-2xl border border-line bg-page shadow-float max-[819px]:top-4"
    >
      <header className="flex items-center justify-between px-5 pt-4">
        <div aria-hidden="true" className="h-5 w-40 rounded bg-hover" />
        <IconButton label={t('common.close')} onClick={onClose}>
          <X size={18} strokeWidth={1.75} />
        </IconButton>
      </header>
      <SkeletonRows rows={4} />
    </div>
  </div>
);
