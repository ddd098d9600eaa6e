import { lazy } from 'react';
import { defineScreens } from '../../core/screens';
import { t } from './text/text';

declare module '../../core/dialogs' {
  interface DialogProps {
    settings: { tab: string };
    shortcuts: object;
  }
}

const SettingsDialog = lazy(() => import('./SettingsDialog').then((m) => ({ default: m.SettingsDialog })));
const ShortcutsDialog = lazy(() => import('./ShortcutsDialog').then((m) => ({ default: m.ShortcutsDialog })));

export const settings = defineScreens({
  name: 'settings',
  dialogs: { settings: SettingsDialog, shortcuts: ShortcutsDialog },
  settings: [
    {
      id: 'profile',
      name: () => t('profile.title'),
      order: 10,
      load: () => import('./tabs').then((m) => m.Profile),
    },
    {
      id: 'appearance',
      name: () => t('theme.title'),
      order: 30,
      load: () => import('./tabs').then((m) => m.Appearance),
    },
    {
      id: 'sessions',
      name: () => t('sessions.title'),
      order: 40,
      load: () => import('./tabs').then((m) => m.SessionList),
    },
    {
      id: 'password',
      name: () => t('auth.password'),
      order: 50,
      load: () => import('./tabs').then((m) => m.PasswordForm),
    },
    {
      id: 'tokens',
      name: () => t('tokens.title'),
      order: 60,
      load: () => import('./tabs').then((m) => m.AccessTokens),
    },
  ],
});
