import { defineScreens } from '../../core/screens';
import { t } from './text/text';

export const notifications = defineScreens({
  name: 'notifications',
  settings: [
    {
      id: 'notifications',
      name: () => t('notify.title'),
      order: 20,
      load: () => import('./NotificationSettings').then((m) => m.NotificationSettings),
    },
  ],
});
