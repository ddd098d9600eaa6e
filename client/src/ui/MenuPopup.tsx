import { Menu as Base } from '@base-ui/react/menu';
import { useState } from 'react';
import { useBackCloses } from './backCloses';
import { classes } from './classes';
import { MenuParts, type MenuItemProps, type MenuProps } from './menuParts';

const Item = ({ icon, children, onSelect, danger = false }: MenuItemProps) => (
  <Base.Item
    onClick={onSelect}
    className={classes(
      'flex h-8 cursor-default items-center gap-2.5 rounded-md px-2.5 text-[14px] outline-none select-none data-highlighted:bg-hover max-[819px]:h-11',
      danger ? 'text-danger' : 'text-text',
    )}
  >
    {icon}
    {children}
  </Base.Item>
);

const Separator = () => <Base.Separator className="mx-2 my-1 h-px bg-line" />;

const parts = { Item, Separator };

/** The whole menu, with its positioning and keys; it opens once it is loaded. */
export default function MenuPopup({ trigger, children, align, side, onOpenChange }: MenuProps) {
  const [open, setOpen] = useState(true);
  const change = (next: boolean): void => {
    setOpen(next);
    onOpenChange?.(next);
  };
  // Only where Back is a gesture of the thumb; with a mouse one clicks beside a menu, and the forward history stays.
  useBackCloses(open && matchMedia('(pointer: coarse)').matches, () => change(false));
  return (
    <Base.Root open={open} onOpenChange={change}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align ?? 'end'} side={side ?? 'bottom'} sideOffset={4} className="z-50">
          <Base.Popup className="min-w-[200px] rounded-xl border border-line bg-raised p-1 shadow-float outline-none">
            <MenuParts value={parts}>{children}</MenuParts>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
