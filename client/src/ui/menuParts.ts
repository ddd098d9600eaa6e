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

/** The components of an open menu; loaded with the popup, on demand. */
export const MenuParts = createContext<
  { Item: ComponentType<MenuItemProps>; Separator: ComponentType } | undefined
>(undefined);
