import { lazy } from 'react';
import { defineScreens } from '../../core/screens';

declare module '../../core/dialogs' {
  interface DialogProps {
    webhooks: { roomId: string };
  }
}

const WebhooksDialog = lazy(() => import('./WebhooksDialog').then((m) => ({ default: m.WebhooksDialog })));

export const webhooks = defineScreens({
  name: 'webhooks',
  dialogs: { webhooks: WebhooksDialog },
});
