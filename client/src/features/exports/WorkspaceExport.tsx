import { useCallback } from 'react';
import { useCore } from '../../core/coreContext';
import { FormFailure } from '../../core/FormFailure';
import { useAppSelector } from '../../core/store';
import { useLoaded } from '../../core/useLoaded';
import { mayInWorkspace } from '@parley/shared/permissions';
import { Button } from '../../ui/Button';
import { Lead } from '../../ui/PageText';
import { SkeletonRows } from '../../ui/Skeleton';
import { ExportList } from './ExportList';
import { t } from './text/text';

/** The export of the whole workspace, for owners. */
export function WorkspaceExport() {
  const { api } = useCore();
  const may = useAppSelector(
    ({ session }) => session.me !== undefined && mayInWorkspace('exportWorkspace', session.me.role),
  );
  const load = useCallback(async () => {
    const [policy, { exports }] = await Promise.all([
      api.request('GET /data-policy'),
      api.request('GET /me/exports'),
    ]);
    return { policy, exports: exports.filter(({ kind }) => kind === 'workspace') };
  }, [api]);
  const { value, failure, act } = useLoaded(load);
  if (!may) return <Lead>{t('data.ownersOnly')}</Lead>;
  const active = value?.exports.some(({ state }) => state === 'waiting' || state === 'running');
  return (
    <>
      <Lead>{t('data.workspaceLead')}</Lead>
      <FormFailure error={failure} />
      {!value && failure === undefined && <SkeletonRows rows={3} />}
      {value && (
        <>
          <p className="mt-0 mb-3 text-[14px]">
            {value.policy.privateInExports ? t('data.privateIncluded') : t('data.privateNot')}
          </p>
          {value.exports.length > 0 && <ExportList exports={value.exports} act={act} />}
          <Button disabled={active} onClick={() => void act(api.request('POST /workspace/exports'))}>
            {t('data.start')}
          </Button>
        </>
      )}
    </>
  );
}
