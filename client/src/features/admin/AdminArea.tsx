import { ArrowLeft, ChevronRight, Lock } from 'lucide-react';
import { Suspense } from 'react';
import { Link, Redirect, useParams } from 'wouter';
import type { Tab } from '../../core/screens';
import { classes } from '../../ui/classes';
import { Fallible } from '../../ui/Fallible';
import { Failure } from '../../ui/Failure';
import { Notice } from '../../ui/Notice';
import { useNarrow } from '../../ui/platform';
import { SkeletonRows } from '../../ui/Skeleton';
import { groupOf, groups, useChosenPage, usePage, usePages } from './pages';
import { t } from './text/text';

const back =
  'flex h-9 items-center gap-2 rounded-lg px-2 text-[14px] text-soft hover:bg-hover hover:text-text max-[819px]:h-11';

const BackToChat = () => (
  <Link to="/" className={back}>
    <ArrowLeft size={16} strokeWidth={1.75} aria-hidden="true" className="rtl:-scale-x-100" />
    {t('admin.backToChat')}
  </Link>
);

function Entry({ tab, chosen }: { tab: Tab; chosen: boolean }) {
  return (
    <li>
      <Link
        to={`/admin/${tab.id}`}
        aria-current={chosen ? 'page' : undefined}
        className={classes(
          'flex min-h-8 items-center rounded-lg px-2 py-1 text-[14px] leading-5 max-[819px]:min-h-11',
          chosen ? 'bg-selected font-semibold' : 'text-soft hover:bg-hover hover:text-text',
        )}
      >
        <span className="flex-1">{tab.name()}</span>
        <ChevronRight
          size={16}
          strokeWidth={1.75}
          aria-hidden="true"
          className="hidden text-faint max-[819px]:block rtl:-scale-x-100"
        />
      </Link>
    </li>
  );
}

/** The pages by groups: beside the page, on a phone before it. */
function Navigation({ pages, chosen }: { pages: readonly Tab[]; chosen: Tab | undefined }) {
  return (
    <nav
      aria-label={t('workspace.settings')}
      className="flex w-60 shrink-0 flex-col overflow-y-auto border-e border-line bg-panel p-3 max-[819px]:w-full max-[819px]:border-0"
    >
      <BackToChat />
      <h1 className="heading m-0 px-2 pt-3 pb-1 text-[15px]">{t('workspace.settings')}</h1>
      {groups.map(({ id, name }) => {
        const inside = pages.filter((tab) => groupOf(tab) === id);
        if (inside.length === 0) return null;
        return (
          <section key={id} aria-label={name()} className="pt-3">
            <h2 className="m-0 px-2 pb-1 text-[12px] font-semibold text-faint">{name()}</h2>
            <ul className="m-0 flex list-none flex-col gap-0.5 p-0">
              {inside.map((tab) => (
                <Entry key={tab.id} tab={tab} chosen={tab === chosen} />
              ))}
            </ul>
          </section>
        );
      })}
    </nav>
  );
}

function Content({ tab }: { tab: Tab }) {
  const Page = usePage(tab);
  return <Page />;
}

function PageOf({ tab, narrow }: { tab: Tab; narrow: boolean }) {
  return (
    <main key={tab.id} className="min-w-0 flex-1 overflow-y-auto">
      <div className="mx-auto max-w-[760px] px-8 pt-8 pb-16 max-[819px]:px-4 max-[819px]:pt-2">
        {narrow && (
          <Link to="/admin" className={classes(back, '-ms-2 w-fit')}>
            <ArrowLeft size={16} strokeWidth={1.75} aria-hidden="true" className="rtl:-scale-x-100" />
            {t('workspace.settings')}
          </Link>
        )}
        <h1 className="heading mt-0 mb-5 text-[22px] max-[819px]:mt-2">{tab.name()}</h1>
        <Fallible fallback={<Failure>{t('admin.pageFailed')}</Failure>}>
          <Suspense fallback={<SkeletonRows rows={4} />}>
            <Content tab={tab} />
          </Suspense>
        </Fallible>
      </div>
    </main>
  );
}

const Denied = () => (
  <main className="flex-1">
    <Notice icon={<Lock size={28} strokeWidth={1.5} />} title={t('admin.denied')}>
      {t('admin.deniedHint')}
      <div className="mt-3 flex justify-center">
        <BackToChat />
      </div>
    </Notice>
  </main>
);

function Area() {
  const { page } = useParams();
  const pages = usePages();
  const chosen = useChosenPage();
  const narrow = useNarrow();
  const [first] = pages;
  if (!first || (page !== undefined && !chosen)) return <Denied />;
  if (!chosen && !narrow) return <Redirect to={`/admin/${first.id}`} replace />;
  return (
    <>
      {(!narrow || !chosen) && <Navigation pages={pages} chosen={chosen} />}
      {chosen && <PageOf tab={chosen} narrow={narrow} />}
    </>
  );
}

/** What those who run the workspace set and look at, as pages with addresses. */
export const AdminArea = () => (
  <Fallible fallback={<Failure>{t('admin.pageFailed')}</Failure>}>
    <Suspense fallback={<div className="flex-1" aria-busy="true" />}>
      <Area />
    </Suspense>
  </Fallible>
);
