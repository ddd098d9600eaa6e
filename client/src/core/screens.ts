import type { MessageView } from '@parley/shared/messages';
import type { WorkspacePermission } from '@parley/shared/permissions';
import type { PartKind, PartOf } from '@parley/shared/parts';
import { createContext, use, type ComponentType } from 'react';
import type { DialogName, DialogProps } from './dialogs';

export interface Tab {
  id: string;
  name: () => string;
  /** Its place among the tabs, from the lowest. */
  order: number;
  load: () => Promise<ComponentType>;
  /** Of a page of the admin area: where it stands in the list; by itself `workspace`. */
  group?: AdminGroup;
  /** Of a page of the admin area: who may open it; by itself who may change the workspace. */
  permission?: WorkspacePermission;
}

export type AdminGroup = 'workspace' | 'people' | 'security' | 'system';

/** One entry of a message's menu: it draws a `MenuItem`, or nothing where it does not apply. */
export interface MessageAction {
  /** Its place in the menu, from the lowest. */
  order: number;
  Item: ComponentType<{ message: MessageView }>;
}

/** One entry behind the plus sign of the composer: it draws a `MenuItem`, or nothing where it does not apply. */
export interface ComposerTool {
  /** Its place in the menu, from the lowest. */
  order: number;
  Item: ComponentType<{ roomId: string }>;
}

/** What of a feature opens later than the first room. `app/screens.ts` is the list, and is loaded with the first that opens. */
export interface Screens {
  name: string;
  /** Panels beside a room, by their names in the address. */
  panels?: Record<
    string,
    {
      Panel: ComponentType<{ roomId: string; onClose: () => void }>;
      /** Shown until the panel has loaded. */
      title: () => string;
    }
  >;
  /** By their names in `DialogProps`. */
  dialogs?: { [K in DialogName]?: ComponentType<DialogProps[K] & { onClose: () => void }> };
  /** Tabs of one's own settings. */
  settings?: Tab[];
  /** Pages of the admin area, `/admin/<id>`. */
  admin?: Tab[];
  messageActions?: MessageAction[];
  composerTools?: ComposerTool[];
  /** Above a room's timeline; it draws nothing where there is nothing to say. */
  RoomBanner?: ComponentType<{ roomId: string }>;
  /** Over the page, whichever room is open. */
  Overlay?: ComponentType;
  /** How its parts of a message are drawn, by their kinds. */
  parts?: { [K in PartKind]?: ComponentType<{ message: MessageView; part: PartOf<K> }> };
}

/** @returns the same screens, type-checked, with their names as literal types */
export const defineScreens = <const S extends Screens>(screens: S): S => screens;

/** Loads the list; the same promise each time. */
export const ScreensContext = createContext<() => Promise<readonly Screens[]>>(() => Promise.resolve([]));

/** The screens of all features. Suspends until the list has loaded. */
export const useScreens = (): readonly Screens[] => use(use(ScreensContext)());
