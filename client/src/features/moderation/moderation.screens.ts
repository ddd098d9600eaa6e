import { lazy } from 'react';
import { defineScreens } from '../../core/screens';
import { NoticesBanner } from './NoticesBanner';
import { ReportAction } from './ReportAction';
import { t } from './text/text';

declare module '../../core/dialogs' {
  interface DialogProps {
    report: { messageId?: string; userId: string };
    restrict: { userId: string; roomId?: string };
    moderation: object;
  }
}

const ReportDialog = lazy(() => import('./ReportDialog').then((m) => ({ default: m.ReportDialog })));
const RestrictDialog = lazy(() => import('./RestrictDialog').then((m) => ({ default: m.RestrictDialog })));
const ModerationDialog = lazy(() =>
  import('./ModerationDialog').then((m) => ({ default: m.ModerationDialog })),
);

export const moderation = defineScreens({
  name: 'moderation',
  RoomBanner: NoticesBanner,
  messageActions: [{ order: 88, Item: ReportAction }],
  dialogs: { report: ReportDialog, restrict: RestrictDialog, moderation: ModerationDialog },
  admin: [
    {
      id: 'moderation',
      name: () => t('moderation.title'),
      order: 35,
      load: () => import('./ModerationTab').then((m) => m.ModerationTab),
    },
  ],
});
