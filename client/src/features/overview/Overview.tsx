import type { NodeView, OverviewView } from '@parley/shared/overview/overview';
import { CircleCheck, Info, TriangleAlert } from 'lucide-react';
import { useCallback } from 'react';
import { Link } from 'wouter';
import { useCore } from '../../core/coreContext';
import { useLoaded } from '../../core/useLoaded';
import { sentenceOf } from '../../platform/api';
import { locale } from '../../text/language';
import { Failure } from '../../ui/Failure';
import { SkeletonRows } from '../../ui/Skeleton';
import { formatBytes } from '../exports/public/bytes';
import { formatAgo } from './ago';
import { wordsOf } from './attention';
import { Chart } from './Chart';
import { loadOverview } from './commands';
import { Section } from './Section';
import { Usage } from './Usage';
import { t } from './text/text';

const numbers = new Intl.NumberFormat(locale);

/** What somebody should look at, each with the page on which something can be done. */
function NeedsAttention({ attention }: { attention: OverviewView['attention'] }) {
  const found = attention.flatMap((one) => wordsOf(one) ?? []);
  return (
    <Section title={t('overview.attention')}>
      {found.length === 0 && (
        <p className="m-0 flex items-center gap-2 text-[14px] text-soft">
          <CircleCheck size={17} strokeWidth={2} aria-hidden="true" className="shrink-0 text-accent" />
          {t('overview.allWell')}
        </p>
      )}
      <ul className="m-0 list-none divide-y divide-line p-0">
        {found.map(({ sentence, page, hint }) => {
          const Icon = hint ? Info : TriangleAlert;
          return (
            <li key={sentence} className="flex items-start gap-3 py-2.5 text-[14px]">
              <Icon
                size={17}
                strokeWidth={2}
                aria-label={hint ? t('overview.hint') : t('overview.problem')}
                className={hint ? 'mt-0.5 shrink-0 text-soft' : 'mt-0.5 shrink-0 text-danger'}
              />
              <span className="min-w-0 flex-1">{sentence}</span>
              {page !== undefined && (
                <Link
                  to={`/admin/${page}`}
                  aria-label={t('overview.openFor', { sentence })}
                  className="shrink-0 font-semibold text-accent max-[819px]:py-1"
                >
                  {t('overview.open')}
                </Link>
              )}
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

const Figure = ({ name, value, note }: { name: string; value: string; note?: string }) => (
  <div className="min-w-0 rounded-lg border border-line p-4">
    <dt className="text-[13px] text-soft">{name}</dt>
    <dd className="heading tabular m-0 mt-1 text-[22px]">{value}</dd>
    {note !== undefined && <dd className="m-0 text-[12px] text-faint">{note}</dd>}
  </div>
);

function Figures({ overview }: { overview: OverviewView }) {
  const connections = overview.nodes.reduce((sum, node) => sum + (node.connections ?? 0), 0);
  return (
    <dl className="m-0 mb-4 grid grid-cols-2 gap-3 min-[820px]:grid-cols-4">
      <Figure name={t('overview.activeToday')} value={numbers.format(overview.activeToday)} />
      <Figure
        name={t('overview.activeMonth')}
        value={numbers.format(overview.activeMonth)}
        note={t('overview.ofPeople', { people: overview.people })}
      />
      <Figure
        name={t('overview.messagesToday')}
        value={numbers.format(overview.days.at(-1)?.messages ?? 0)}
      />
      <Figure name={t('overview.connections')} value={numbers.format(connections)} />
    </dl>
  );
}

function Node({ node }: { node: NodeView }) {
  const { host, version, startedAt, connections, memory } = node;
  return (
    <li className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 py-2.5 text-[14px]">
      <span className="min-w-0 flex-1 basis-40 font-semibold">
        <bdi>{host ?? node.nodeId.slice(0, 8)}</bdi>
        {node.here && <span className="font-normal text-soft"> · {t('overview.here')}</span>}
      </span>
      <span className="tabular text-[13px] text-soft">
        {version !== null && t('overview.version', { version })}
        {connections !== null && ` · ${t('overview.connectionsOf', { connections })}`}
        {memory !== null && ` · ${formatBytes(memory)}`}
        {startedAt !== null && ` · ${t('overview.started', { ago: formatAgo(startedAt) })}`}
      </span>
    </li>
  );
}

function Content({ overview }: { overview: OverviewView }) {
  const { days } = overview;
  const headings = {
    day: t('overview.day'),
    unknown: t('overview.notCounted'),
  };
  return (
    <>
      <NeedsAttention attention={overview.attention} />
      <Section title={t('overview.activity')}>
        <Figures overview={overview} />
        <div className="grid gap-3 min-[820px]:grid-cols-2">
          <Chart
            title={t('overview.peoplePerDay')}
            days={days.map(({ day, active }) => ({ day, value: active }))}
            headings={{ ...headings, value: t('overview.peopleColumn') }}
          />
          <Chart
            title={t('overview.messagesPerDay')}
            days={days.map(({ day, messages }) => ({ day, value: messages }))}
            headings={{ ...headings, value: t('overview.messagesColumn') }}
          />
        </div>
        <p className="mt-2 mb-0 text-[12px] text-faint">{t('overview.activeMeans')}</p>
      </Section>
      <Section title={t('overview.storage')}>
        <Usage usage={overview.usage} />
      </Section>
      <Section title={t('overview.servers')}>
        <ul className="m-0 list-none divide-y divide-line p-0">
          {overview.nodes.map((node) => (
            <Node key={node.nodeId} node={node} />
          ))}
        </ul>
      </Section>
    </>
  );
}

/** How the workspace and its servers are doing: the first page of the admin area. */
export function Overview() {
  const core = useCore();
  const load = useCallback(() => loadOverview(core), [core]);
  const { value: overview, failure } = useLoaded(load);
  return (
    <>
      <Failure>{failure !== undefined && sentenceOf(failure)}</Failure>
      {!overview && failure === undefined && <SkeletonRows rows={6} />}
      {overview && <Content overview={overview} />}
    </>
  );
}
