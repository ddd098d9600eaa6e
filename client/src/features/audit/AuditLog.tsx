import type { AuditCheckView, AuditFilter } from '@parley/shared/audit';
import { useState } from 'react';
import { useCore } from '../../core/coreContext';
import { sentenceOf } from '../../platform/api';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { Empty, Lead } from '../../ui/PageText';
import { SkeletonRows } from '../../ui/Skeleton';
import { download, verify } from './commands';
import { EntryRow } from './EntryRow';
import { FilterBar } from './FilterBar';
import { t } from './text/text';
import { useEntries } from './useEntries';

/** Exports, and the check of the chain. */
function Tools({ filter }: { filter: AuditFilter }) {
  const core = useCore();
  const [check, setCheck] = useState<AuditCheckView>();
  const [failure, setFailure] = useState<string>();
  const save = (format: 'jsonl' | 'csv'): void => {
    setFailure(undefined);
    download(core, filter, format).catch(() => setFailure(t('audit.exportFailed')));
  };
  const look = (): void => {
    setFailure(undefined);
    verify(core).then(setCheck, (error: unknown) => setFailure(sentenceOf(error)));
  };
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => save('csv')}>{t('audit.exportCsv')}</Button>
        <Button onClick={() => save('jsonl')}>{t('audit.exportJson')}</Button>
        <Button onClick={look}>{t('audit.verify')}</Button>
      </div>
      <p role="status" className="my-2 text-[14px] text-soft">
        {check?.ok === true && t('audit.whole', { entries: check.entries })}
      </p>
      <Failure>{check?.broken && t('audit.broken', { number: check.broken.number })}</Failure>
      <Failure>{failure}</Failure>
    </>
  );
}

/** Who changed what in the workspace: the page of the admin area. */
export function AuditLog() {
  const [filter, setFilter] = useState<AuditFilter>({});
  const { entries, names, failure, more } = useEntries(filter);
  const people = [...names.people].map(([userId, displayName]) => ({ userId, displayName }));
  const filtered = Object.keys(filter).length > 0;
  return (
    <>
      <Lead>{t('audit.lead')}</Lead>
      <FilterBar filter={filter} people={people} onChange={setFilter} />
      <Tools filter={filter} />
      <Failure>{failure !== undefined && sentenceOf(failure)}</Failure>
      {!entries && failure === undefined && <SkeletonRows rows={5} />}
      {entries?.length === 0 && !more && <Empty>{filtered ? t('audit.none') : t('audit.empty')}</Empty>}
      <ul aria-label={t('audit.title')} className="m-0 list-none divide-y divide-line p-0">
        {entries?.map((entry) => (
          <EntryRow key={entry.number} entry={entry} names={names} />
        ))}
      </ul>
      {more && (
        <div className="mt-3">
          <Button onClick={() => void more()}>{t('audit.more')}</Button>
        </div>
      )}
    </>
  );
}
