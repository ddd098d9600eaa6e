import type { DataPolicy, ExportKind } from '@parley/shared/exports';
import { useCallback } from 'react';
import { useCore } from '../../core/coreContext';
import { FormFailure } from '../../core/FormFailure';
import { useLoaded } from '../../core/useLoaded';
import { Button } from '../../ui/Button';
import { Lead } from '../../ui/PageText';
import { SkeletonRows } from '../../ui/Skeleton';
import { DeleteMe } from './DeleteMe';
import { ExportList } from './ExportList';
import { t } from './text/text';

const Heading = ({ children }: { children: string }) => (
  <h3 className="heading mt-6 mb-1 text-[15px]">{children}</h3>
);

/** What is stored, who can see it, how long: as this server is set up now. */
const rowsOf = ({
  retentionDays,
  privateInExports,
  graceDays,
  exportDays,
}: DataPolicy): [string, string][] => [
  [
    t('data.messages'),
    `${t('data.messagesWho')} ${
      retentionDays === null ? t('data.messagesLong') : t('data.messagesDays', { days: retentionDays })
    }`,
  ],
  [t('data.private'), privateInExports ? t('data.privateIncluded') : t('data.privateNot')],
  [t('data.files'), t('data.filesWho')],
  [t('data.profile'), t('data.profileWho')],
  [t('data.account'), t('data.accountWho')],
  [t('data.own'), t('data.ownWho')],
  [t('data.calls'), t('data.callsWho')],
  [t('data.browser'), t('data.browserWho')],
  [t('data.operators'), t('data.operatorsWho')],
  [t('data.backups'), t('data.backupsWho')],
  [t('data.erased'), t('data.erasedWhen', { days: graceDays })],
  [t('data.exports'), t('data.exportsLong', { days: exportDays })],
];

function Policy({ policy }: { policy: DataPolicy }) {
  return (
    <dl className="m-0 text-[14px]">
      {rowsOf(policy).map(([what, who]) => (
        <div key={what} className="border-b border-line py-2 last:border-0">
          <dt className="font-semibold">{what}</dt>
          <dd className="m-0 text-soft">{who}</dd>
        </div>
      ))}
    </dl>
  );
}

function useData() {
  const { api } = useCore();
  const load = useCallback(async () => {
    const [policy, { exports }, departure] = await Promise.all([
      api.request('GET /data-policy'),
      api.request('GET /me/exports'),
      api.request('GET /me/departure'),
    ]);
    return { policy, exports, departure };
  }, [api]);
  return useLoaded(load);
}

/** One's own data: an export, what is stored where, and the end of the account. */
export function YourData() {
  const { api } = useCore();
  const { value, failure, act } = useData();
  const own = value?.exports.filter(({ kind }) => kind === ('own' satisfies ExportKind)) ?? [];
  const active = own.some(({ state }) => state === 'waiting' || state === 'running');
  return (
    <>
      <h3 className="heading mt-0 mb-1 text-[15px]">{t('data.export')}</h3>
      <Lead>{t('data.exportLead')}</Lead>
      <FormFailure error={failure} />
      {!value && failure === undefined && <SkeletonRows rows={3} />}
      {value && (
        <>
          {own.length > 0 && <ExportList exports={own} act={act} />}
          <Button disabled={active} onClick={() => void act(api.request('POST /me/exports'))}>
            {t('data.start')}
          </Button>
          <Heading>{t('data.stored')}</Heading>
          <Policy policy={value.policy} />
          <Heading>{t('data.delete')}</Heading>
          <DeleteMe departure={value.departure} graceDays={value.policy.graceDays} act={act} />
        </>
      )}
    </>
  );
}
