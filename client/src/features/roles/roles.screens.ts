import { lazy } from 'react';
import { defineScreens } from '../../core/screens';
import { t } from './text/text';

declare module '../../core/dialogs' {
  interface DialogProps {
    roomRules: { roomId: string };
  }
}

const RoomRulesDialog = lazy(() => import('./RoomRulesDialog').then((m) => ({ default: m.RoomRulesDialog })));

export const roles = defineScreens({
  name: 'roles',
  dialogs: { roomRules: RoomRulesDialog },
  admin: [
    {
      id: 'roles',
      name: () => t('roles.title'),
      order: 40,
      load: () => import('./Matrix').then((m) => m.Matrix),
    },
    {
      id: 'custom-roles',
      name: () => t('roles.custom'),
      order: 41,
      permission: 'manageRights',
      load: () => import('./CustomRoles').then((m) => m.CustomRoles),
    },
    {
      id: 'why',
      name: () => t('roles.why.title'),
      order: 42,
      permission: 'manageRights',
      load: () => import('./Inspector').then((m) => m.Inspector),
    },
  ],
});
