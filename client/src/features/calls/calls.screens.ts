import { lazy } from 'react';
import { defineScreens } from '../../core/screens';
import { CallBanner } from './CallBanner';
import { t } from './text/text';

declare module '../../core/dialogs' {
  interface DialogProps {
    networkTest: object;
  }
}

const CallPartCard = lazy(() => import('./CallPartCard').then((m) => ({ default: m.CallPartCard })));
const CallHost = lazy(() => import('./CallHost').then((m) => ({ default: m.CallHost })));

const NetworkTestDialog = lazy(() =>
  import('./networkTest/NetworkTestDialog').then((m) => ({ default: m.NetworkTestDialog })),
);

export const calls = defineScreens({
  name: 'calls',
  parts: { call: CallPartCard },
  RoomBanner: CallBanner,
  Overlay: CallHost,
  dialogs: { networkTest: NetworkTestDialog },
  admin: [
    {
      id: 'calls',
      name: () => t('calls.settings'),
      order: 40,
      group: 'system',
      load: () => import('./admin/CallSettings').then((m) => m.CallSettings),
    },
  ],
  settings: [
    {
      id: 'calls',
      name: () => t('calls.settings'),
      order: 25,
      load: () => import('./networkTest/NetworkTest').then((m) => m.NetworkTest),
    },
  ],
});
