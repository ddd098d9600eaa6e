import { lazy } from 'react';
import { defineScreens } from '../../core/screens';
import { Floors } from './Floors';
import { t } from './text/text';

declare module '../../core/dialogs' {
  interface DialogProps {
    roomRetention: { roomId: string };
  }
}

const RoomRetention = lazy(() => import('./RoomRetention').then((m) => ({ default: m.RoomRetention })));

export const retention = defineScreens({
  name: 'retention',
  Overlay: Floors,
  dialogs: { roomRetention: RoomRetention },
  admin: [
    {
      id: 'retention',
      name: () => t('retention.title'),
      order: 80,
      permission: 'holdData',
      load: () => import('./RetentionTab').then((m) => m.RetentionTab),
    },
  ],
});
