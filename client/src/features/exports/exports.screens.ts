import { defineScreens } from '../../core/screens';
import { DepartureBanner } from './DepartureBanner';
import { t } from './text/text';

export const exports = defineScreens({
  name: 'exports',
  RoomBanner: DepartureBanner,
  settings: [
    {
      id: 'data',
      name: () => t('data.title'),
      order: 70,
      load: () => import('./YourData').then((m) => m.YourData),
    },
  ],
});
