import { useEffect } from 'react';
import { useCore } from '../core/coreContext';
import { useAppSelector } from '../core/store';

/** Sends this browser's time zone to the server when it changes: others see one's local time. */
export function useTimeZone(): void {
  const core = useCore();
  const known = useAppSelector((state) => state.session.me?.timeZone);
  const online = useAppSelector((state) => state.session.connection === 'online' && state.session.ready);
  useEffect(() => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    if (!online || known === undefined || known === timeZone) return;
    // A browser may have a zone that the server lacks: then none is set.
    core.api.request('PATCH /me', { body: { timeZone } }).catch(() => undefined);
  }, [core, known, online]);
}
