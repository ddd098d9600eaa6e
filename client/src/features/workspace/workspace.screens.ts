import { lazy } from 'react';
import { defineScreens } from '../../core/screens';
import { t } from './text/text';

declare module '../../core/dialogs' {
  interface DialogProps {
    workspace: { tab: string };
  }
}

const WorkspaceDialog = lazy(() => import('./WorkspaceDialog').then((m) => ({ default: m.WorkspaceDialog })));

export const workspace = defineScreens({
  name: 'workspace',
  dialogs: { workspace: WorkspaceDialog },
  admin: [
    {
      id: 'general',
      name: () => t('workspace.title'),
      order: 10,
      load: () => import('./tabs').then((m) => m.General),
    },
    {
      id: 'invitations',
      name: () => t('invites.title'),
      order: 20,
      group: 'people',
      permission: 'invite',
      load: () => import('./tabs').then((m) => m.Invitations),
    },
    {
      id: 'people',
      name: () => t('people.people'),
      order: 10,
      group: 'people',
      permission: 'managePeople',
      load: () => import('./tabs').then((m) => m.People),
    },
  ],
});
