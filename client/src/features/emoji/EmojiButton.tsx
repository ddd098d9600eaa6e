import { Popover } from '@base-ui/react/popover';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { IconButton } from '../../ui/Button';
import { t } from '../../text/text';

const EmojiPicker = lazy(() =>
  import('./EmojiPicker').then(({ EmojiPicker: component }) => ({ default: component })),
);

interface EmojiButtonProps {
  label: string;
  children: ReactNode;
  onPick: (emoji: string) => void;
  onOpenChange?: (open: boolean) => void;
}

/** A button that opens the emoji picker, whose data is loaded then. */
export function EmojiButton({ label, children, onPick, onOpenChange }: EmojiButtonProps) {
  const [open, setOpen] = useState(false);
  const change = (next: boolean): void => {
    setOpen(next);
    onOpenChange?.(next);
  };
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
