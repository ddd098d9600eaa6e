import { lazy } from 'react';

const ResetScreen = lazy(() => import('./ResetScreen').then((m) => ({ default: m.ResetScreen })));
const DeviceScreen = lazy(() =>
  import('../devices/public/DeviceScreen').then((m) => ({ default: m.DeviceScreen })),
);

const SignInLinkScreen = lazy(() =>
  import('../signInLinks/public/SignInLinkScreen').then((m) => ({ default: m.SignInLinkScreen })),
);

/** The page of a link in a mail, by the last word of its path. */
export function LinkScreen() {
  if (location.pathname.endsWith('/sign-in/')) return <SignInLinkScreen />;
  return location.pathname.endsWith('/device/') ? <DeviceScreen /> : <ResetScreen />;
}
