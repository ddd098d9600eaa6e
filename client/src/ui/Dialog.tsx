import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { createContext, useContext, useEffect, useRef, type ReactNode } from 'react';
import { useBackCloses } from './backCloses';
import { IconButton } from './Button';
import { classes } from './classes';
import { t } from '../text/text';

interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  description?: string;
  children: ReactNode;
  wide?: boolean;
}

/** Rendered above any dialog, and inside of it in the DOM: else the dialog would take it for the page, and close on a click there. */
export const AboveDialogs = createContext<ReactNode>(null);

/** Where the focus can go. */
const FOCUSABLE = 'a[href], button:not(:disabled), input, select, textarea, [tabindex="0"]';

/** What is higher than the window, and holds nothing that takes the focus, takes it itself: else no key scrolls it. */
function Scrolling({ children }: { children: ReactNode }) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const box = ref.current;
    if (!box) return;
    const measure = (): void => {
      const takesFocus = box.scrollHeight > box.clientHeight && !box.querySelector(FOCUSABLE);
      if (takesFocus) box.tabIndex = 0;
      else box.removeAttribute('tabindex');
    };
    measure();
    const sizes = new ResizeObserver(measure);
    sizes.observe(box);
    return () => sizes.disconnect();
  });
  return (
    <div ref={ref} className="min-h-0 flex-1 overflow-y-auto px-5 pt-4 pb-5">
      {children}
    </div>
  );
}

export function Dialog({ open, onClose, title, description, children, wide = false }: DialogProps) {
  useBackCloses(open, onClose);
  const above = useContext(AboveDialogs);
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-black/30" />
        <Base.Popup
          className={classes(
            'fixed top-[10vh] left-1/2 z-50 flex max-h-[80vh] w-[calc(100vw-32px)] -translate-x-1/2 flex-col rounded-2xl border border-line bg-page shadow-float outline-none max-[819px]:top-4 max-[819px]:max-h-[calc(100dvh-32px)]',
            wide ? 'max-w-[760px]' : 'max-w-[480px]',
          )}
        >
          <header className="flex items-center justify-between gap-2 px-5 pt-4">
            <Base.Title className="heading m-0 text-[18px]">{title}</Base.Title>
            <Base.Close
              render={
                <IconButton label={t('common.close')}>
                  <X size={18} strokeWidth={1.75} />
                </IconButton>
              }
            />
          </header>
          {description !== undefined && (
            <Base.Description className="mt-1 px-5 text-[14px] text-soft">{description}</Base.Description>
          )}
          <Scrolling>{children}</Scrolling>
          {above}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
