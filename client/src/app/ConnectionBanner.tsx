import { WifiOff, X } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { whoIsThereForgotten } from '../core/state/people';
import { t } from './text/text';
import { useCore } from '../core/coreContext';
import { useDialogs } from '../core/dialogs';
import { useAppDispatch, useAppSelector } from '../core/store';

/** How long a loss lasts before it is shown: most are shorter. */
const OFFLINE_SHOWN_AFTER_MS = 3000;
/** Long polling begins where a WebSocket was refused, and tries one again at once. */
const POLLING_SHOWN_AFTER_MS = 3000;

const button = 'rounded px-1 font-medium underline underline-offset-2 max-[819px]:min-h-11';

function Line({ children, onHide }: { children: ReactNode; onHide?: () => void }) {
  const { show } = useDialogs();
  return (
    <div className="flex shrink-0 items-center justify-center gap-2 bg-mention px-4 py-1.5 text-[13px]">
      <WifiOff size={15} className="shrink-0" aria-hidden="true" />
      <span role="status">{children}</span>
      <button type="button" className={button} onClick={() => show({ kind: 'connection' })}>
        {t('connection.details')}
      </button>
      {onHide && (
        <button
          type="button"
          aria-label={t('connection.hide')}
          onClick={onHide}
          className="inline-flex size-6 shrink-0 items-center justify-center rounded hover:bg-hover max-[819px]:size-11"
        >
          <X size={15} aria-hidden="true" />
        </button>
      )}
    </div>
  );
}

function Offline({ since }: { since: number }) {
  const [late, setLate] = useState(false);
  const dispatch = useAppDispatch();
  useEffect(() => {
    const isLate = (): void => {
      setLate(true);
      dispatch(whoIsThereForgotten());
    };
    const timer = setTimeout(isLate, Math.max(0, since + OFFLINE_SHOWN_AFTER_MS - Date.now()));
    return () => clearTimeout(timer);
  }, [since, dispatch]);
  return late && <Line>{t('connection.lost')}</Line>;
}

/** A notice, shown once per page: everything works by long polling too. */
function Polling() {
  const core = useCore();
  const [polling, setPolling] = useState(false);
  const [hidden, setHidden] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setPolling(core.connection?.byPolling === true), POLLING_SHOWN_AFTER_MS);
    return () => clearTimeout(timer);
  }, [core]);
  if (!polling || hidden) return null;
  return <Line onHide={() => setHidden(true)}>{t('connection.slow')}</Line>;
}

/** The state of the connection, where it needs attention. */
export function ConnectionBanner() {
  const since = useAppSelector((state) => state.session.offlineSince);
  const online = useAppSelector((state) => state.session.connection === 'online');
  if (since !== undefined) return <Offline since={since} />;
  return online && <Polling />;
}
