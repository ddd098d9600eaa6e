import { lazy } from 'react';
import type { MessageView } from '@parley/shared/messages';
import { defineScreens } from '../../core/screens';
import { ForwardAction } from './ForwardAction';

declare module '../../core/dialogs' {
  interface DialogProps {
    forward: { message: MessageView };
  }
}

const ForwardDialog = lazy(() => import('./ForwardDialog').then((m) => ({ default: m.ForwardDialog })));

export const forward = defineScreens({
  name: 'forward',
  dialogs: { forward: ForwardDialog },
  messageActions: [{ order: 40, Item: ForwardAction }],
});
