import type { InvitationView } from '@parley/shared/workspace';
import { useEffect, useState } from 'react';
import { useCore } from '../../core/coreContext';
import { ApiError } from '../../platform/api';

export interface Invitation {
  code: string;
  /** Undefined until it is loaded, null when it is not valid any more. */
  view: InvitationView | null | undefined;
}

/** The invitation in the page's address, if there is one. */
export function useInvitation(): Invitation | undefined {
  const core = useCore();
  const code = /\/join\/([\w-]+)$/.exec(location.pathname)?.[1];
  const [view, setView] = useState<InvitationView | null>();
  useEffect(() => {
    if (code === undefined) return;
    let current = true;
    const load = (): void =>
      void core.api.raw('GET /invitations/{code}', { path: { code } }).then(
        (answer) => current && setView(answer),
        (error: unknown) => {
          if (!current) return;
          if (error instanceof ApiError) setView(null);
          else setTimeout(load, 2000);
        },
      );
    load();
    return () => {
      current = false;
    };
  }, [core, code]);
  return code === undefined ? undefined : { code, view };
}
