import type { JobView } from '@parley/shared/overview/jobs';
import { Check, TriangleAlert } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { useCore } from '../../core/coreContext';
import { useLoaded } from '../../core/useLoaded';
import { sentenceOf } from '../../platform/api';
import { announce } from '../../ui/announce';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { Lead } from '../../ui/PageText';
import { SkeletonRows } from '../../ui/Skeleton';
import { formatFull } from '../../ui/times';
import { formatAgo, formatLength } from './ago';
import { loadJobs, startJob } from './commands';
import { nameOfJob, purposeOfJob } from './jobWords';
import { t } from './text/text';

/** Interval between two requests while a job runs, in ms. */
const EVERY_MS = 1500;

type Run = JobView['last'][number];

const saysOf = ({ error, ms, host }: Run): string =>
  [
    error === null ? t('jobs.ok') : t('jobs.failed'),
    t('jobs.took', { length: formatLength(ms) }),
    ...(host === null ? [] : [t('jobs.on', { host })]),
  ].join(' · ');

function stateOf({ runningOn, done, total }: JobView): string | undefined {
  if (runningOn === null) return undefined;
  if (total > 0) return t('jobs.runningSteps', { host: runningOn, done, total });
  return t('jobs.running', { host: runningOn });
}

/** Where it runs now, or when it is next due, and how often it runs. */
function plansOf(job: JobView): string[] {
  const next = job.nextAt === null ? undefined : t('jobs.next', { when: nextOf(job.nextAt) });
  const now = stateOf(job) ?? next;
  return [
    ...(now === undefined ? [] : [now]),
    ...(job.runs === 'node' ? [t('jobs.eachNode')] : []),
    t('jobs.every', { length: formatLength(job.everySeconds * 1000) }),
  ];
}

/** The last run, and when the next one is due. */
function Times({ job }: { job: JobView }) {
  const [last] = job.last;
  const Icon = last?.error == null ? Check : TriangleAlert;
  return (
    <div className="mt-1 text-[13px] text-soft">
      {last && (
        <span className="flex items-start gap-1.5" title={formatFull(last.startedAt)}>
          <Icon
            size={15}
            strokeWidth={2}
            aria-hidden="true"
            className={`mt-0.5 shrink-0 ${last.error === null ? 'text-accent' : 'text-danger'}`}
          />
          <span className="min-w-0">
            {formatAgo(last.startedAt)} · {saysOf(last)}
          </span>
        </span>
      )}
      {!last && <span>{t('jobs.never')}</span>}
      <span className="block">{plansOf(job).join(' · ')}</span>
    </div>
  );
}

const nextOf = (nextAt: string): string =>
  Date.parse(nextAt) <= Date.now() ? t('jobs.soon') : formatAgo(nextAt);

/** What went wrong last, in the words of the server’s log. */
const LastError = ({ error }: { error: string }) => (
  <p dir="ltr" className="m-0 mt-1 text-[13px] break-words text-danger">
    {error}
  </p>
);

function Earlier({ runs }: { runs: Run[] }) {
  return (
    <details className="mt-1 text-[13px] text-soft">
      <summary className="w-fit cursor-pointer rounded hover:text-text max-[819px]:py-2">
        {t('jobs.earlier', { count: runs.length })}
      </summary>
      <ul className="m-0 mt-1 list-none p-0 ps-3">
        {runs.map((run) => (
          <li key={run.startedAt} className="py-0.5">
            {formatFull(run.startedAt)} · {saysOf(run)}
            {run.error !== null && <LastError error={run.error} />}
          </li>
        ))}
      </ul>
    </details>
  );
}

function JobRow({ job, onStart }: { job: JobView; onStart: () => void }) {
  const [last, ...earlier] = job.last;
  const name = nameOfJob(job.name);
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <div className="text-[14px] font-semibold">{name}</div>
        <div className="text-[14px]">{purposeOfJob(job.name)}</div>
        <Times job={job} />
        {last?.error != null && <LastError error={last.error} />}
        {earlier.length > 0 && <Earlier runs={earlier} />}
      </div>
      <Button onClick={onStart} aria-label={t('jobs.runNamed', { name })}>
        {t('jobs.run')}
      </Button>
    </li>
  );
}

const runsOf = (jobs: JobView[] | undefined, name: string): string | undefined =>
  jobs?.find((job) => job.name === name)?.last[0]?.startedAt;

/** What the servers do in the background: when, how long, with what outcome; and to run it now. */
export function Jobs() {
  const core = useCore();
  const load = useCallback(() => loadJobs(core), [core]);
  const { value: jobs, failure, act } = useLoaded(load);
  // Started here, with the last run before: until there is a newer one.
  const [started, setStarted] = useState<{ name: string; before: string | undefined }>();
  const waits = started !== undefined && runsOf(jobs, started.name) === started.before;
  const active = waits || jobs?.some(({ runningOn }) => runningOn !== null);
  useEffect(() => {
    if (!active) return;
    const timer = setInterval(() => void act(Promise.resolve()), EVERY_MS);
    return () => clearInterval(timer);
    // `act` is a new function with each render, and does the same.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [active]);
  const start = ({ name }: JobView): void => {
    setStarted({ name, before: runsOf(jobs, name) });
    announce(t('jobs.started', { name: nameOfJob(name) }));
    void act(startJob(core, name));
  };
  const failing = (job: JobView): number => (job.last[0]?.error == null ? 1 : 0);
  return (
    <>
      <Lead>{t('jobs.lead')}</Lead>
      <Failure>{failure !== undefined && sentenceOf(failure)}</Failure>
      {!jobs && failure === undefined && <SkeletonRows rows={6} />}
      <ul aria-label={t('jobs.title')} className="m-0 list-none divide-y divide-line p-0">
        {jobs
          ?.toSorted((a, b) => failing(a) - failing(b) || nameOfJob(a.name).localeCompare(nameOfJob(b.name)))
          .map((job) => (
            <JobRow key={job.name} job={job} onStart={() => start(job)} />
          ))}
      </ul>
    </>
  );
}
