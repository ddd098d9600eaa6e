import { lazy } from 'react';
import { defineScreens } from '../../core/screens';
import { t } from './text/text';

const OpenidReturn = lazy(() => import('./OpenidReturn').then((m) => ({ default: m.OpenidReturn })));

export const openid = defineScreens({
  name: 'openid',
  Overlay: OpenidReturn,
  admin: [
    {
      id: 'providers',
      name: () => t('openid.providers'),
      order: 20,
      group: 'security',
      load: () => import('./admin/Providers').then((m) => m.Providers),
    },
  ],
  settings: [
    {
      id: 'connected',
      name: () => t('openid.title'),
      order: 55,
      load: () => import('./ConnectedAccounts').then((m) => m.ConnectedAccounts),
    },
  ],
});
