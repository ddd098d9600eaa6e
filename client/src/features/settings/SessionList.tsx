import { deviceOf } from '@parley/shared/devices';
import { Monitor } from 'lucide-react';
import { useCallback } from 'react';
import { useCore } from '../../core/coreContext';
import { useLoaded } from '../../core/useLoaded';
import { sentenceOf } from '../../platform/api';
import { Button } from '../../ui/Button';
import { SkeletonRows } from '../../ui/Skeleton';
import { Failure } from '../../ui/Failure';
import { formatClock, formatDay } from '../../ui/times';
import { deviceName } from '../devices/public/deviceName';
import { t } from './text/text';

export function SessionList() {
  const core = useCore();
  const load = useCallback(async () => {
    const answer = await core.api.request('GET /me/sessions');
    return answer.sessions;
  }, [core]);
  const { value: sessions, failure, act } = useLoaded(load);
  const end = (sessionId: string): void =>
    void act(core.api.request('DELETE /me/sessions/{sessionId}', { path: { sessionId } }));
  return (
    <>
      <p className="m-0 mb-3 text-[14px] text-soft">{t('sessions.lead')}</p>
      <Failure>{failure !== undefined && sentenceOf(failure)}</Failure>
      {!sessions && failure === undefined && <SkeletonRows rows={3} />}
      <ul aria-label={t('sessions.title')} className="m-0 list-none divide-y divide-line p-0">
        {sessions?.map((session) => (
          <li key={session.sessionId} className="flex items-center gap-3 py-2.5">
            <Monitor size={18} strokeWidth={1.75} className="text-soft" aria-hidden="true" />
            <div className="min-w-0 flex-1">
              <div className="truncate text-[14px]">
                {deviceName(deviceOf(session.userAgent))}
                {session.current && <b> {t('sessions.thisDevice')}</b>}
              </div>
              <div className="tabular truncate text-[12px] text-soft">
                {session.address} · {formatDay(Date.parse(session.lastUsedAt))}{' '}
                {formatClock(session.lastUsedAt)}
              </div>
            </div>
            {!session.current && <Button onClick={() => end(session.sessionId)}>{t('sessions.end')}</Button>}
          </li>
        ))}
      </ul>
      {(sessions?.length ?? 0) > 1 && (
        <Button
          kind="danger"
          className="mt-3"
          onClick={() => void act(core.api.request('DELETE /me/sessions'))}
        >
          {t('sessions.endOthers')}
        </Button>
      )}
    </>
  );
}
