import { defineScreens } from '../../core/screens';
import { t } from './text/text';

export const groups = defineScreens({
  name: 'groups',
  admin: [
    {
      id: 'groups',
      name: () => t('groups.title'),
      group: 'people',
      order: 30,
      permission: 'managePeople',
      load: () => import('./GroupsTab').then((m) => m.GroupsTab),
    },
  ],
});
