import { createContext, useContext } from 'react';

/** What each dialog is given, by its name. A feature that brings one declares it here (`declare module`). */
export interface DialogProps {
  signOut: object;
}
export type DialogName = keyof DialogProps;

/** Everything that opens above the page; one at a time. */
export type DialogState = { [K in DialogName]: { kind: K } & DialogProps[K] }[DialogName];

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
