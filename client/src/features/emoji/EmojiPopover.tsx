import { Popover } from '@base-ui/react/popover';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { t } from '../../text/first';
import { useBackCloses } from '../../ui/backCloses';
import { IconButton } from '../../ui/Button';

const EmojiPicker = lazy(() => import('./EmojiPicker'));

export interface EmojiButtonProps {
  label: string;
  children: ReactNode;
  onPick: (emoji: string) => void;
  onOpenChange?: (open: boolean) => void;
}

/** The picker above its button; it opens once it is loaded. */
export default function EmojiPopover({ label, children, onPick, onOpenChange }: EmojiButtonProps) {
  const [open, setOpen] = useState(true);
  const change = (next: boolean): void => {
    setOpen(next);
    onOpenChange?.(next);
  };
  useBackCloses(open, () => change(false));
  return (
    <Popover.Root open={open} onOpenChange={change}>
      <Popover.Trigger render={<IconButton label={label}>{children}</IconButton>} />
      <Popover.Portal>
        <Popover.Positioner side="top" align="end" sideOffset={6} className="z-50">
          <Popover.Popup
            aria-label={t('composer.emoji')}
            className="h-[360px] w-[336px] max-w-[calc(100vw-16px)] overflow-hidden rounded-xl border border-line bg-raised shadow-float outline-none"
          >
            <Suspense fallback={null}>
              <EmojiPicker
                onPick={(emoji) => {
                  change(false);
                  onPick(emoji);
                }}
              />
            </Suspense>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
