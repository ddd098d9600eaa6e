import { moderationLimits } from '@parley/shared/moderation/limits';
import type {
  EvidenceMessage,
  OutcomeInput,
  ReportDetails,
  ReportView,
} from '@parley/shared/moderation/moderation';
import { ArrowLeft } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useCore } from '../../core/coreContext';
import { useAppSelector } from '../../core/store';
import { sentenceOf } from '../../platform/api';
import { announce } from '../../ui/announce';
import { Button } from '../../ui/Button';
import { classes } from '../../ui/classes';
import { Failure } from '../../ui/Failure';
import { OneFieldForm } from '../../ui/OneFieldForm';
import { SkeletonRows } from '../../ui/Skeleton';
import { formatFull } from '../../ui/times';
import { Heading } from './fields';
import { nameOf, outcomeNames, reasonName } from './names';
import { OutcomeForm } from './OutcomeForm';
import { ReportRow } from './ReportList';
import { t } from './text/text';

const Name = ({ userId }: { userId: string }) => (
  <bdi>{useAppSelector((state) => nameOf(state, userId))}</bdi>
);

function Evidence({ message, reported }: { message: EvidenceMessage; reported: boolean }) {
  return (
    <li className={classes('px-3 py-2', reported && 'border-s-3 border-danger bg-hover')}>
      <span className="text-[12px] text-soft">
        <span className="name text-text">
          <Name userId={message.authorId} />
        </span>{' '}
        {formatFull(message.createdAt)}
      </span>
      <p dir="auto" className="m-0 text-[14px] [overflow-wrap:anywhere] whitespace-pre-wrap">
        {message.deleted ? t('moderation.deleted') : message.text}
      </p>
    </li>
  );
}

function Head({ details: { report, evidence } }: { details: ReportDetails }) {
  const target = useAppSelector((state) => nameOf(state, report.targetId));
  const reporter = useAppSelector((state) => nameOf(state, report.reporterId));
  return (
    <>
      <h2 className="heading mt-2 mb-1 text-[16px]">
        {t('moderation.about', { name: target, reason: reasonName(report.reason) })}
      </h2>
      <p className="m-0 text-[13px] text-soft">
        {t('moderation.by', { name: reporter, time: formatFull(report.createdAt) })}
        {evidence.roomName !== '' && ` · ${t('moderation.inRoom', { room: evidence.roomName })}`}
      </p>
      {report.note !== '' && (
        <p dir="auto" className="my-2 rounded-lg bg-hover px-3 py-2 text-[14px] [overflow-wrap:anywhere]">
          {report.note}
        </p>
      )}
      <p className="my-1 text-[13px] text-soft">
        {t('moderation.profile', { name: evidence.profile.displayName, username: evidence.profile.username })}
      </p>
    </>
  );
}

function Notes({ details, onNote }: { details: ReportDetails; onNote: (text: string) => Promise<boolean> }) {
  const [text, setText] = useState('');
  return (
    <>
      <Heading>{t('moderation.notes')}</Heading>
      <ul className="m-0 mb-2 list-none p-0">
        {details.notes.map(({ by, at, text: words }) => (
          <li key={at + by} className="py-1 text-[14px] [overflow-wrap:anywhere]">
            <span className="text-soft">
              <Name userId={by} /> · {formatFull(at)}
            </span>
            <p dir="auto" className="m-0">
              {words}
            </p>
          </li>
        ))}
      </ul>
      <OneFieldForm
        label={t('moderation.newNote')}
        dir="auto"
        value={text}
        maxLength={moderationLimits.note}
        onType={setText}
        button={t('moderation.addNote')}
        onSend={() => void onNote(text.trim()).then((done) => done && setText(''))}
      />
    </>
  );
}

interface ReportDetailsViewProps {
  reportId: string;
  onOpen: (reportId: string) => void;
  onBack: () => void;
}

/** A report, and how to change it. */
function useReport(reportId: string) {
  const { api } = useCore();
  const [details, setDetails] = useState<ReportDetails>();
  const [failure, setFailure] = useState<unknown>();
  useEffect(() => {
    api.request('GET /reports/{reportId}', { path: { reportId } }).then(setDetails, setFailure);
  }, [api, reportId]);
  const act = async (work: Promise<ReportDetails>): Promise<boolean> => {
    setFailure(undefined);
    try {
      setDetails(await work);
      return true;
    } catch (error) {
      setFailure(error);
      // It may be that of another moderator: shows how it is now, beside the sentence.
      await api.request('GET /reports/{reportId}', { path: { reportId } }).then(setDetails, () => undefined);
      return false;
    }
  };
  return { api, details, failure, act };
}

function Messages({ details: { report, evidence } }: { details: ReportDetails }) {
  if (evidence.messages.length === 0) return null;
  return (
    <>
      <Heading>{t('moderation.evidence')}</Heading>
      <ol className="m-0 list-none divide-y divide-line rounded-xl border border-line p-0">
        {evidence.messages.map((message) => (
          <Evidence
            key={message.messageId}
            message={message}
            reported={message.messageId === report.messageId}
          />
        ))}
      </ol>
    </>
  );
}

function History({
  history,
  onOpen,
}: Pick<ReportDetails, 'history'> & { onOpen: (reportId: string) => void }) {
  return (
    <>
      <Heading>{t('moderation.history')}</Heading>
      {history.length === 0 && <p className="m-0 text-[14px] text-soft">{t('moderation.noHistory')}</p>}
      <ul className="m-0 list-none p-0">
        {history.map((one) => (
          <ReportRow key={one.reportId} report={one} onOpen={onOpen} />
        ))}
      </ul>
    </>
  );
}

interface EndProps {
  report: ReportView;
  onAssign: () => void;
  onClose: (outcome: OutcomeInput) => Promise<void>;
}

/** How it was closed, or how to close it. */
function End({ report, onAssign, onClose }: EndProps) {
  const { outcome, assignedTo } = report;
  return (
    <>
      <Heading>{t('moderation.outcome')}</Heading>
      {outcome ? (
        <p className="m-0 text-[14px]">
          {outcomeNames[outcome.kind]} · <Name userId={outcome.by} /> · {formatFull(outcome.at)}
        </p>
      ) : (
        <>
          <Button className="mb-3" onClick={onAssign}>
            {assignedTo === null ? t('moderation.assign') : t('moderation.unassign')}
          </Button>
          <OutcomeForm report={report} onClose={onClose} />
        </>
      )}
    </>
  );
}

/** One report: its evidence, what is known of the person, notes, and how it is closed. */
export function ReportDetailsView({ reportId, onOpen, onBack }: ReportDetailsViewProps) {
  const { api, details, failure, act } = useReport(reportId);
  const path = { reportId };
  const report = details?.report;
  const assign = (): void => {
    if (!report) return;
    const body = { version: report.version, assigned: report.assignedTo === null };
    void act(api.request('PATCH /reports/{reportId}', { path, body }));
  };
  const close = async (outcome: OutcomeInput): Promise<void> => {
    const body = { version: report?.version ?? 0, outcome };
    if (await act(api.request('POST /reports/{reportId}/close', { path, body })))
      announce(t('moderation.closed'));
  };
  return (
    <>
      <Button kind="quiet" onClick={onBack}>
        <ArrowLeft size={16} aria-hidden="true" className="rtl:rotate-180" /> {t('moderation.back')}
      </Button>
      {!details && failure === undefined && <SkeletonRows rows={5} />}
      {details && (
        <>
          <Head details={details} />
          <Messages details={details} />
          <History history={details.history} onOpen={onOpen} />
          <Notes
            details={details}
            onNote={(text) => act(api.request('POST /reports/{reportId}/notes', { path, body: { text } }))}
          />
          <End report={details.report} onAssign={assign} onClose={close} />
        </>
      )}
      <Failure>{failure !== undefined && sentenceOf(failure)}</Failure>
    </>
  );
}
