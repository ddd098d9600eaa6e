import { lazy, Suspense } from 'react';
import { Shell } from './Shell';
import { useAppSelector } from './store';

const AuthScreen = lazy(() =>
  import('../features/session/AuthScreen').then((m) => ({ default: m.AuthScreen })),
);

const waiting = <div className="h-full bg-panel" aria-busy="true" />;

export function App() {
  const status = useAppSelector((state) => state.session.status);
  return (
    <>
      <Suspense fallback={waiting}>
        {status === 'starting' && waiting}
        {status === 'signedOut' && <AuthScreen />}
        {status === 'signedIn' && <Shell />}
      </Suspense>
      <div id="announcer" role="status" aria-live="polite" className="sr-only" />
    </>
  );
}
