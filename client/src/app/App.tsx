import { lazy, Suspense } from 'react';
import { AuthScreen } from '../features/session/AuthScreen';
import { useAppSelector } from './store';

const Shell = lazy(() => import('./Shell').then(({ Shell: component }) => ({ default: component })));

export function App() {
  const status = useAppSelector((state) => state.session.status);
  return (
    <>
      {status === 'signedOut' && <AuthScreen />}
      {status === 'signedIn' && (
        <Suspense fallback={<div className="h-full bg-panel" aria-busy="true" />}>
          <Shell />
        </Suspense>
      )}
      {status === 'starting' && <div className="h-full bg-panel" aria-busy="true" />}
      <div id="announcer" role="status" aria-live="polite" className="sr-only" />
    </>
  );
}
