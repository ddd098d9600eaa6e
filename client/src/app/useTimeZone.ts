import { useEffect } from 'react';
import { useCore } from '../core/coreContext';
import { useAppSelector } from '../core/store';

/** Lets others see what time it is for one: the server knows where this browser's clock is, and hears when it moves. */
export function useTimeZone(): void {
  const core = useCore();
  const known = useAppSelector((state) => state.session.me?.timeZone);
  const online = useAppSelector((state) => state.session.connection === 'online' && state.session.ready);
  useEffect(() => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    if (!online || known === undefined || known === timeZone) return;
    // A browser may know a zone the server does not: then there is none.
    core.api.request('PATCH /me', { body: { timeZone } }).catch(() => undefined);
  }, [core, known, online]);
}
