import type { CallCheck, CallSettings as Settings } from '@parley/shared/calls/check';
import { useCallback, useState, type ReactNode } from 'react';
import { useCore } from '../../../core/coreContext';
import { useDialogs } from '../../../core/dialogs';
import { useLoaded } from '../../../core/useLoaded';
import { sentenceOf } from '../../../platform/api';
import { announce } from '../../../ui/announce';
import { Button } from '../../../ui/Button';
import { Failure } from '../../../ui/Failure';
import { Lead } from '../../../ui/PageText';
import { SkeletonRows } from '../../../ui/Skeleton';
import { t } from '../text/text';
import { CheckList } from './CheckList';

const Entry = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="py-2.5">
    <dt className="text-[14px]">{name}</dt>
    <dd className="m-0 text-[13px] break-words text-soft">{children}</dd>
  </div>
);

function relayOf({ relayPort: port, relayHost: host }: Settings): string {
  if (port === 0) return t('calls.adminRelayOff');
  return host === null
    ? t('calls.adminRelayPort', { port: String(port) })
    : t('calls.adminRelayAt', { port: String(port), host });
}

/** What is set. */
const Given = ({ settings }: { settings: Settings }) => (
  <dl className="m-0 divide-y divide-line">
    <Entry name={t('calls.adminRelay')}>{relayOf(settings)}</Entry>
    <Entry name={t('calls.adminTurnServers')}>
      {settings.turnUrls.length === 0
        ? t('calls.adminNone')
        : settings.turnUrls.map((url) => (
            <bdi key={url} className="block">
              {url}
            </bdi>
          ))}
    </Entry>
    <Entry name={t('calls.adminMedia')}>
      {settings.livekitUrl === null ? t('calls.adminMediaNone') : <bdi>{settings.livekitUrl}</bdi>}
    </Entry>
  </dl>
);

/** Has the server try its relays. */
function useTest() {
  const core = useCore();
  const [checks, setChecks] = useState<CallCheck[]>();
  const [failure, setFailure] = useState<string>();
  const [running, setRunning] = useState(false);
  const run = async (): Promise<void> => {
    setRunning(true);
    setFailure(undefined);
    announce(t('calls.testing'));
    try {
      setChecks((await core.api.request('POST /workspace/calls/test')).checks);
    } catch (error) {
      setFailure(sentenceOf(error));
    } finally {
      setRunning(false);
    }
  };
  return { checks, failure, running, run: () => void run() };
}

/** The settings of calls, and a test of what they name. They are set where the server is started. */
export function CallSettings() {
  const core = useCore();
  const { show } = useDialogs();
  const load = useCallback(() => core.api.request('GET /workspace/calls'), [core]);
  const { value, failure } = useLoaded(load);
  const test = useTest();
  return (
    <section aria-label={t('calls.settings')}>
      <Lead>{t('calls.adminLead')}</Lead>
      {failure !== undefined && <Failure>{sentenceOf(failure)}</Failure>}
      {value ? <Given settings={value} /> : failure === undefined && <SkeletonRows rows={2} />}
      <div className="mt-4 mb-3 flex flex-wrap gap-2">
        <Button kind="primary" disabled={test.running} onClick={test.run}>
          {test.running ? t('calls.testing') : t('calls.adminTest')}
        </Button>
        <Button onClick={() => show({ kind: 'networkTest' })}>{t('calls.adminTestNetwork')}</Button>
      </div>
      {test.failure !== undefined && <Failure>{test.failure}</Failure>}
      <div aria-live="polite" aria-busy={test.running}>
        {test.checks && <CheckList checks={test.checks} />}
      </div>
    </section>
  );
}
