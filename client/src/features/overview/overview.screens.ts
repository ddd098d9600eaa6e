import { defineScreens } from '../../core/screens';
import { t } from './text/text';

export const overview = defineScreens({
  name: 'overview',
  admin: [
    {
      id: 'overview',
      name: () => t('overview.title'),
      order: 1,
      load: () => import('./Overview').then((m) => m.Overview),
    },
    {
      id: 'rooms',
      name: () => t('allRooms.title'),
      order: 15,
      group: 'people',
      permission: 'manageRooms',
      load: () => import('./Rooms').then((m) => m.Rooms),
    },
    {
      id: 'storage',
      name: () => t('storage.title'),
      order: 20,
      group: 'system',
      load: () => import('./Storage').then((m) => m.Storage),
    },
    {
      id: 'integrations',
      name: () => t('integrations.title'),
      order: 30,
      group: 'system',
      permission: 'manageIntegrations',
      load: () => import('./Integrations').then((m) => m.Integrations),
    },
    {
      id: 'jobs',
      name: () => t('jobs.title'),
      order: 80,
      group: 'system',
      load: () => import('./Jobs').then((m) => m.Jobs),
    },
  ],
});
