import { Popover } from '@base-ui/react/popover';
import { useState, type ReactElement, type ReactNode } from 'react';
import { useBackCloses } from '../../../ui/backCloses';

interface PopupProps {
  trigger: ReactElement;
  label: string;
  /** Gets what closes it. */
  children: (close: () => void) => ReactNode;
}

/** What opens above a button of the toolbar. */
export function Popup({ trigger, label, children }: PopupProps) {
  const [open, setOpen] = useState(false);
  const close = (): void => setOpen(false);
  useBackCloses(open, close);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger render={trigger} />
      <Popover.Portal>
        <Popover.Positioner side="top" sideOffset={8} collisionPadding={8} className="z-50">
          <Popover.Popup
            aria-label={label}
            className="rounded-xl border border-line bg-raised shadow-float outline-none"
          >
            {children(close)}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
