import { useContext } from 'react';
import { MenuParts, type MenuItemProps, type MenuProps } from './menuParts';
import { OnDemand } from './OnDemand';

export const loadMenu = () => import('./MenuPopup');

export function Menu(props: MenuProps) {
  return (
    <OnDemand
      trigger={props.trigger}
      popup="menu"
      load={loadMenu}
      props={props}
      onOpen={() => props.onOpenChange?.(true)}
    />
  );
}

export function MenuItem(props: MenuItemProps) {
  const parts = useContext(MenuParts);
  return parts && <parts.Item {...props} />;
}

export function MenuSeparator() {
  const parts = useContext(MenuParts);
  return parts && <parts.Separator />;
}
