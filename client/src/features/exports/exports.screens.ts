import { defineScreens } from '../../core/screens';
import { DepartureBanner } from './DepartureBanner';
import { t } from './text/text';

export const exports = defineScreens({
  name: 'exports',
  RoomBanner: DepartureBanner,
  admin: [
    {
      id: 'export',
      name: () => t('data.workspaceExport'),
      order: 85,
      load: () => import('./WorkspaceExport').then((m) => m.WorkspaceExport),
    },
  ],
  settings: [
    {
      id: 'data',
      name: () => t('data.title'),
      order: 70,
      load: () => import('./YourData').then((m) => m.YourData),
    },
  ],
});
