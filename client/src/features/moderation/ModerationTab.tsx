import { useState } from 'react';
import { Choice } from './fields';
import { ReportDetailsView } from './ReportDetailsView';
import { ReportList } from './ReportList';
import { RestrictedList } from './RestrictedList';
import { t } from './text/text';

const views = [
  { value: 'open', name: t('moderation.openReports') },
  { value: 'closed', name: t('moderation.closedReports') },
  { value: 'restricted', name: t('moderation.restricted') },
] as const;
type View = (typeof views)[number]['value'];

/** Reports, and who is muted or banned. */
export function ModerationTab() {
  const [view, setView] = useState<View>('open');
  const [reportId, setReportId] = useState<string>();
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
      <Choice label={t('moderation.status')} value={view} options={views} onChange={setView} />
      {view === 'restricted' ? (
        <RestrictedList />
      ) : (
        <ReportList key={view} status={view} onOpen={setReportId} />
      )}
    </>
  );
}
