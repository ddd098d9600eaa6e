import { lazy, Suspense } from 'react';
import { t } from './text/first';
import { Button } from '../ui/Button';
import { Fallible } from '../ui/Fallible';
import { Notice } from '../ui/Notice';
import { useAppSelector } from '../core/store';

const AuthScreen = lazy(() =>
  import('../features/session/AuthScreen').then((m) => ({ default: m.AuthScreen })),
);

export const loadShell = () => import('./Shell').then((m) => ({ default: m.Shell }));
const Shell = lazy(loadShell);

const waiting = <div className="h-full bg-panel" aria-busy="true" />;

/** Shown after an unexpected error: the rest of the page is gone, but nothing that was written. */
const Stumbled = () => (
  <main className="h-full">
    <Notice title={t('page.failed')}>
      {t('page.failedHint')}
      <div className="mt-4">
        <Button kind="primary" onClick={() => location.reload()}>
          {t('page.reload')}
        </Button>
      </div>
    </Notice>
  </main>
);

export function App() {
  const status = useAppSelector((state) => state.session.status);
  return (
    <>
      <Fallible fallback={<Stumbled />}>
        <Suspense fallback={waiting}>
          {status === 'starting' && waiting}
          {status === 'signedOut' && <AuthScreen />}
          {status === 'signedIn' && <Shell />}
        </Suspense>
      </Fallible>
      <div id="announcer" role="status" aria-live="polite" className="sr-only" />
    </>
  );
}
