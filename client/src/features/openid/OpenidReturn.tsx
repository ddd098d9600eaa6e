import { useEffect } from 'react';
import { useDialogs } from '../../core/dialogs';
import { takeReturned } from './returned';

/** Opens the settings with what came of connecting a provider. */
export function OpenidReturn() {
  const { show } = useDialogs();
  useEffect(() => {
    const returned = takeReturned();
    if (returned && returned.result !== 'signed-in') show({ kind: 'settings', tab: 'connected' });
  }, [show]);
  return null;
}
