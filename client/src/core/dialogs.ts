import type { MessageView } from '@parley/shared/messages';
import type { FileView } from '@parley/shared/files';
import { createContext, useContext } from 'react';

/** Everything that opens above the page; one at a time. */
export type DialogState =
  | { kind: 'jump' }
  | { kind: 'createRoom' }
  | { kind: 'directory' }
  | { kind: 'newDirect' }
  | { kind: 'addPeople'; roomId: string }
  | { kind: 'webhooks'; roomId: string }
  | { kind: 'forward'; message: MessageView }
  | { kind: 'shortcuts' }
  | { kind: 'signOut' }
  | { kind: 'connection' }
  | { kind: 'settings'; tab: 'profile' | 'notifications' | 'appearance' | 'sessions' | 'password' | 'tokens' }
  | { kind: 'workspace'; tab: 'general' | 'invitations' | 'people' }
  | { kind: 'edits'; messageId: string }
  | { kind: 'deleteMessage'; message: MessageView }
  | { kind: 'pictures'; files: FileView[]; at: number }
  | { kind: 'textFile'; file: FileView }
  | { kind: 'pdf'; file: FileView };

export interface Dialogs {
  shown: DialogState | undefined;
  show: (dialog: DialogState) => void;
  hide: () => void;
}

export const DialogsContext = createContext<Dialogs | undefined>(undefined);

export function useDialogs(): Dialogs {
  const dialogs = useContext(DialogsContext);
  if (!dialogs) throw new Error('DialogsContext is missing');
  return dialogs;
}
