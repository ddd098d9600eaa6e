import type { ReportView } from '@parley/shared/moderation/moderation';
import { useEffect, useState } from 'react';
import { useCore } from '../../core/coreContext';
import { useAppSelector } from '../../core/store';
import { sentenceOf } from '../../platform/api';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { Empty } from '../../ui/PageText';
import { SkeletonRows } from '../../ui/Skeleton';
import { formatFull } from '../../ui/times';
import { nameOf, outcomeNames, reasonName } from './names';
import { t } from './text/text';

/** One report, which a click opens. */
export function ReportRow({ report, onOpen }: { report: ReportView; onOpen: (reportId: string) => void }) {
  const target = useAppSelector((state) => nameOf(state, report.targetId));
  const reporter = useAppSelector((state) => nameOf(state, report.reporterId));
  const assigned = useAppSelector((state) =>
    report.assignedTo === null ? undefined : nameOf(state, report.assignedTo),
  );
  return (
    <li>
      <button
        type="button"
        onClick={() => onOpen(report.reportId)}
        className="block w-full rounded-lg px-2 py-2.5 text-start hover:bg-hover"
      >
        <span className="name block truncate text-[14px]">
          {t('moderation.about', { name: target, reason: reasonName(report.reason) })}
        </span>
        <span className="block text-[12px] text-soft">
          {t('moderation.by', { name: reporter, time: formatFull(report.createdAt) })}
          {assigned !== undefined && ` · ${t('moderation.assigned', { name: assigned })}`}
          {report.outcome && ` · ${outcomeNames[report.outcome.kind]}`}
        </span>
      </button>
    </li>
  );
}

/** The reports of one kind, the newest first. */
export function ReportList({
  status,
  onOpen,
}: {
  status: 'open' | 'closed';
  onOpen: (reportId: string) => void;
}) {
  const { api } = useCore();
  const [reports, setReports] = useState<ReportView[]>();
  const [next, setNext] = useState<string | null>(null);
  const [failure, setFailure] = useState<unknown>();
  const load = (before?: string): Promise<void> =>
    api
      .request('GET /reports', { query: { status, ...(before === undefined ? {} : { before }) } })
      .then((page) => {
        setReports((known = []) => (before === undefined ? page.reports : [...known, ...page.reports]));
        setNext(page.next);
      }, setFailure);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each list
  useEffect(() => void load(), [status]);
  return (
    <>
      <Failure>{failure !== undefined && sentenceOf(failure)}</Failure>
      {!reports && failure === undefined && <SkeletonRows rows={3} />}
      {reports?.length === 0 && <Empty>{t('moderation.noReports')}</Empty>}
      <ul aria-label={t('moderation.status')} className="m-0 list-none divide-y divide-line p-0">
        {reports?.map((report) => (
          <ReportRow key={report.reportId} report={report} onOpen={onOpen} />
        ))}
      </ul>
      <div className="mt-3 flex gap-2">
        {next !== null && <Button onClick={() => void load(next)}>{t('moderation.more')}</Button>}
        <Button onClick={() => void load()}>{t('moderation.refresh')}</Button>
      </div>
    </>
  );
}
