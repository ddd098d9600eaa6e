import { defineScreens } from '../../core/screens';
import { t } from './text/text';

export const ldap = defineScreens({
  name: 'ldap',
  admin: [
    {
      id: 'ldap',
      name: () => t('ldap.title'),
      order: 25,
      group: 'security',
      load: () => import('./LdapPage').then((m) => m.LdapPage),
    },
  ],
});
