import {
  createContext,
  type ComponentType,
  type HTMLAttributes,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
} from 'react';

export interface MenuProps {
  /** The button that opens it. */
  trigger: ReactElement<HTMLAttributes<HTMLElement>>;
  children: ReactNode;
  align?: 'start' | 'end';
  side?: 'top' | 'bottom';
  onOpenChange?: (open: boolean) => void;
}

export interface MenuItemProps {
  icon?: ReactNode;
  children: ReactNode;
  onSelect: (event: MouseEvent) => void;
  danger?: boolean;
}

/** What an open menu is made of; it comes with the popup, which is loaded when a menu is wanted. */
export const MenuParts = createContext<
  { Item: ComponentType<MenuItemProps>; Separator: ComponentType } | undefined
>(undefined);
