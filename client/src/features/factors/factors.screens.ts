import { defineScreens } from '../../core/screens';
import { GraceBanner } from './GraceBanner';
import { t } from './text/text';

export const factors = defineScreens({
  name: 'factors',
  RoomBanner: GraceBanner,
  settings: [
    {
      id: 'factors',
      name: () => t('factors.title'),
      order: 55,
      load: () => import('./FactorsTab').then((m) => m.FactorsTab),
    },
  ],
});
