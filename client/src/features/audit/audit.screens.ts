import { defineScreens } from '../../core/screens';
import { t } from './text/text';

export const audit = defineScreens({
  name: 'audit',
  admin: [
    {
      id: 'audit',
      name: () => t('audit.title'),
      order: 80,
      group: 'security',
      permission: 'readAudit',
      load: () => import('./AuditLog').then((m) => m.AuditLog),
    },
  ],
});
