import { defineScreens } from '../../core/screens';
import { t } from './text/text';

export const admin = defineScreens({
  name: 'admin',
  admin: [
    {
      id: 'security',
      name: () => t('admin.security'),
      order: 10,
      group: 'security',
      load: () => import('./Settings').then((m) => m.Security),
    },
    {
      id: 'rate-limits',
      name: () => t('admin.rateLimits'),
      order: 50,
      group: 'security',
      load: () => import('./Settings').then((m) => m.RateLimits),
    },
    {
      id: 'mail',
      name: () => t('admin.mailAndPush'),
      order: 10,
      group: 'system',
      load: () => import('./Settings').then((m) => m.MailAndPush),
    },
  ],
});
