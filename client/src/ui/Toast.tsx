import { CircleAlert, X } from 'lucide-react';
import { useEffect, useSyncExternalStore } from 'react';
import { t } from '../text/text';
import { IconButton } from './Button';
import { hideToast, shownToast, subscribeToast } from './toast';

/** Long enough to read it twice. */
const SHOWN_MS = 10_000;

/** The last refusal: above the composer and above dialogs, with a timeout. What is under it can be clicked. */
export default function Toast() {
  const toast = useSyncExternalStore(subscribeToast, shownToast);
  useEffect(() => {
    if (!toast) return;
    const timer = setTimeout(hideToast, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [toast]);
  return (
    <div
      role="alert"
      className="pointer-events-none fixed inset-x-0 bottom-32 z-[60] flex justify-center px-4 max-[819px]:bottom-36"
    >
      {toast && (
        <div
          key={toast.key}
          className="flex max-w-[560px] items-start gap-2.5 rounded-xl border border-danger bg-raised py-2 ps-3.5 pe-2 text-[14px] shadow-float"
        >
          <CircleAlert
            size={18}
            strokeWidth={1.75}
            aria-hidden="true"
            className="mt-1 shrink-0 text-danger"
          />
          <span className="py-1" dir="auto">
            {toast.text}
          </span>
          <IconButton
            label={t('common.close')}
            onClick={hideToast}
            className="pointer-events-auto !size-7 max-[819px]:!size-11"
          >
            <X size={16} strokeWidth={1.75} />
          </IconButton>
        </div>
      )}
    </div>
  );
}
