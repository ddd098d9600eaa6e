import { defineScreens } from '../../core/screens';
import { t } from './text/text';

export const retention = defineScreens({
  name: 'retention',
  admin: [
    {
      id: 'retention',
      name: () => t('retention.title'),
      order: 80,
      load: () => import('./RetentionTab').then((m) => m.RetentionTab),
    },
  ],
});
