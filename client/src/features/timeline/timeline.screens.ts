import { lazy } from 'react';
import type { MessageView } from '@parley/shared/messages';
import { defineScreens } from '../../core/screens';
import {
  CopyLinkAction,
  CopyTextAction,
  DeleteAction,
  EarlierAction,
  EditAction,
  MarkUnreadAction,
} from './messageActions';

declare module '../../core/dialogs' {
  interface DialogProps {
    edits: { messageId: string };
    deleteMessage: { message: MessageView };
  }
}

const EditsDialog = lazy(() => import('./EditsDialog').then((m) => ({ default: m.EditsDialog })));
const DeleteDialog = lazy(() => import('./DeleteDialog').then((m) => ({ default: m.DeleteDialog })));

export const timeline = defineScreens({
  name: 'timeline',
  dialogs: { edits: EditsDialog, deleteMessage: DeleteDialog },
  messageActions: [
    { order: 10, Item: EditAction },
    { order: 20, Item: CopyTextAction },
    { order: 30, Item: CopyLinkAction },
    { order: 70, Item: MarkUnreadAction },
    { order: 80, Item: EarlierAction },
    { order: 90, Item: DeleteAction },
  ],
});
