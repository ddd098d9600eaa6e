import { lazy } from 'react';
import { defineScreens } from '../../core/screens';

declare module '../../core/dialogs' {
  interface DialogProps {
    connection: object;
  }
}

const SignOutDialog = lazy(() => import('./SignOutDialog').then((m) => ({ default: m.SignOutDialog })));
const ConnectionDialog = lazy(() =>
  import('./ConnectionDialog').then((m) => ({ default: m.ConnectionDialog })),
);

export const session = defineScreens({
  name: 'session',
  dialogs: { signOut: SignOutDialog, connection: ConnectionDialog },
});
