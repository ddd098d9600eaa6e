import { mayInWorkspace } from '@parley/shared/permissions';
import { useState } from 'react';
import { useAppSelector } from '../../core/store';
import { Choice } from './fields';
import { HeldList } from './HeldList';
import { Newcomers } from './Newcomers';
import { ReportDetailsView } from './ReportDetailsView';
import { ReportList } from './ReportList';
import { RestrictedList } from './RestrictedList';
import { WordFilter } from './WordFilter';
import { t } from './text/text';

const views = [
  { value: 'open', name: t('moderation.openReports') },
  { value: 'closed', name: t('moderation.closedReports') },
  { value: 'restricted', name: t('moderation.restricted') },
  { value: 'held', name: t('moderation.held') },
  { value: 'newcomers', name: t('newcomers.title') },
  { value: 'words', name: t('moderation.words') },
] as const;
type View = (typeof views)[number]['value'];

/** Reports, and who is muted or banned. */
export function ModerationTab() {
  const [view, setView] = useState<View>('open');
  const role = useAppSelector(({ session }) => session.me?.role ?? 'guest');
  const [reportId, setReportId] = useState<string>();
  // What words are held decides what moderators read, so admins choose them.
  const offered = views.filter(({ value }) => value !== 'words' || mayInWorkspace('changeWorkspace', role));
  if (reportId !== undefined)
    return (
      <ReportDetailsView
        key={reportId}
        reportId={reportId}
        onOpen={setReportId}
        onBack={() => setReportId(undefined)}
      />
    );
  return (
    <>
      <Choice label={t('moderation.status')} value={view} options={offered} onChange={setView} />
      {view === 'restricted' && <RestrictedList />}
      {view === 'held' && <HeldList />}
      {view === 'newcomers' && <Newcomers />}
      {view === 'words' && <WordFilter />}
      {(view === 'open' || view === 'closed') && <ReportList key={view} status={view} onOpen={setReportId} />}
    </>
  );
}
