import { Menu as Base } from '@base-ui/react/menu';
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

/** The whole menu, with its positioning and keys; it opens as soon as it is there. */
export default function MenuPopup({ trigger, children, align, side, onOpenChange }: MenuProps) {
  return (
    <Base.Root defaultOpen onOpenChange={(open) => onOpenChange?.(open)}>
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
