import { lazy } from 'react';
import { defineScreens } from '../../core/screens';
import { BlockedBanner } from './BlockedBanner';
import { t } from './text/text';

declare module '../../core/dialogs' {
  interface DialogProps {
    block: { userId: string };
  }
}

const BlockDialog = lazy(() => import('./BlockDialog').then((m) => ({ default: m.BlockDialog })));

export const blocks = defineScreens({
  name: 'blocks',
  RoomBanner: BlockedBanner,
  dialogs: { block: BlockDialog },
  settings: [
    {
      id: 'blocked',
      name: () => t('blocks.title'),
      order: 45,
      load: () => import('./BlockedPeople').then((m) => m.BlockedPeople),
    },
  ],
});
