import { defineScreens } from '../../core/screens';
import { t } from './text/text';

export const provisioning = defineScreens({
  name: 'provisioning',
  admin: [
    {
      id: 'provisioning',
      name: () => t('provisioning.title'),
      order: 84,
      group: 'security',
      load: () => import('./Provisioning').then((m) => m.Provisioning),
    },
  ],
});
