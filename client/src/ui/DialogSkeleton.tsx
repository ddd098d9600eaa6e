import { X } from 'lucide-react';
import { t } from '../text/first';
import { useWayOut } from './useWayOut';
import { IconButton } from './Button';
import { SkeletonRows } from './Skeleton';

/** A dialog whose code is loading. It appears after a delay, within which most are loaded. */
export function DialogSkeleton({ onClose }: { onClose: () => void }) {
  useWayOut(onClose);
  return (
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
}
