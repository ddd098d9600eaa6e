import type { AnyTokenView, AnyWebhookView } from '@parley/shared/integrations';
import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { useCore } from '../../core/coreContext';
import { sentenceOf } from '../../platform/api';
import { announce } from '../../ui/announce';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { Empty, Lead } from '../../ui/PageText';
import { SkeletonRows } from '../../ui/Skeleton';
import { formatDay } from '../../ui/times';
import { loadTokens, loadWebhooks, removeWebhook, revokeToken } from './commands';
import { Section } from './Section';
import { t } from './text/text';

interface Page<T> {
  items: T[];
  /** Where the next page begins; null at the end. */
  next: string | null;
}

/** A list of the server's, page by page, of which items are taken away. */
function usePages<T>(load: (before?: string) => Promise<Page<T>>) {
  const [page, setPage] = useState<Page<T>>();
  const [failure, setFailure] = useState<unknown>();
  useEffect(() => void load().then(setPage, setFailure), [load]);
  const more = (): void => {
    load(page?.next ?? undefined).then(
      ({ items, next }) => setPage({ items: [...(page?.items ?? []), ...items], next }),
      setFailure,
    );
  };
  const take = (item: T, work: Promise<void>): void => {
    setFailure(undefined);
    work.then(() => {
      announce(t('integrations.revoked'));
      setPage((now) => now && { ...now, items: now.items.filter((one) => one !== item) });
    }, setFailure);
  };
  return { page, failure, take, more };
}

interface ListProps<T> {
  title: string;
  lead: string;
  empty: string;
  pages: ReturnType<typeof usePages<T>>;
  row: (item: T) => ReactNode;
}

function List<T>({ title, lead, empty, pages: { page, failure, more }, row }: ListProps<T>) {
  return (
    <Section title={title}>
      <Lead>{lead}</Lead>
      <Failure>{failure !== undefined && sentenceOf(failure)}</Failure>
      {!page && failure === undefined && <SkeletonRows rows={2} />}
      {page?.items.length === 0 && <Empty>{empty}</Empty>}
      <ul aria-label={title} className="m-0 list-none divide-y divide-line p-0">
        {page?.items.map(row)}
      </ul>
      {page && page.next !== null && (
        <Button className="mt-3" onClick={more}>
          {t('integrations.more')}
        </Button>
      )}
    </Section>
  );
}

const usedAt = (lastUsedAt: string | null): string =>
  lastUsedAt === null
    ? t('integrations.neverUsed')
    : t('integrations.lastUsed', { day: formatDay(Date.parse(lastUsedAt)) });

interface RowProps {
  name: string;
  /** Nobody has given it this name. */
  generic?: boolean;
  says: string[];
  onRevoke: (() => void) | undefined;
}

const Row = ({ name, generic, says, onRevoke }: RowProps) => (
  <li className="flex items-start gap-4 py-2.5">
    <div className="min-w-0 flex-1">
      <div className={generic ? 'text-[14px] text-soft' : 'text-[14px] font-semibold break-words'}>
        <bdi>{name}</bdi>
      </div>
      <div className="text-[13px] text-soft">
        {says.map((part, i) => (
          <span key={part}>
            {i > 0 && ' · '}
            <bdi>{part}</bdi>
          </span>
        ))}
      </div>
    </div>
    {onRevoke && (
      <Button kind="danger" aria-label={t('integrations.revokeNamed', { name })} onClick={onRevoke}>
        {t('integrations.revoke')}
      </Button>
    )}
  </li>
);

function Webhooks() {
  const core = useCore();
  const load = useCallback(
    async (before?: string) => {
      const { webhooks, next } = await loadWebhooks(core, before);
      return { items: webhooks, next };
    },
    [core],
  );
  const pages = usePages<AnyWebhookView>(load);
  return (
    <List
      title={t('webhooks.title')}
      lead={t('integrations.webhooksLead')}
      empty={t('integrations.noWebhooks')}
      pages={pages}
      row={(hook) => (
        <Row
          key={hook.webhookId}
          name={hook.name ?? t('integrations.privateWebhook')}
          generic={hook.name === null}
          says={[
            ...(hook.roomName === null ? [] : [`# ${hook.roomName}`]),
            t('integrations.by', { name: hook.madeBy.displayName }),
            usedAt(hook.lastUsedAt),
          ]}
          onRevoke={() => pages.take(hook, removeWebhook(core, hook.webhookId))}
        />
      )}
    />
  );
}

const scopes: Record<AnyTokenView['scope'], string> = {
  read: t('integrations.read'),
  write: t('integrations.write'),
  admin: t('integrations.admin'),
};

function Tokens() {
  const core = useCore();
  const load = useCallback(
    async (before?: string) => {
      const { tokens, next } = await loadTokens(core, before);
      return { items: tokens, next };
    },
    [core],
  );
  const pages = usePages<AnyTokenView>(load);
  return (
    <List
      title={t('integrations.tokens')}
      lead={t('integrations.tokensLead')}
      empty={t('integrations.noTokens')}
      pages={pages}
      row={(token) => (
        <Row
          key={token.tokenId}
          name={token.name}
          says={[
            token.owner.displayName,
            scopes[token.scope],
            usedAt(token.lastUsedAt),
            token.expiresAt === null
              ? t('integrations.endless')
              : t('integrations.expires', { day: formatDay(Date.parse(token.expiresAt)) }),
          ]}
          onRevoke={token.mayRevoke ? () => pages.take(token, revokeToken(core, token.tokenId)) : undefined}
        />
      )}
    />
  );
}

/** All ways by which programs act here: whose they are, when they were used, and their end. */
export const Integrations = () => (
  <>
    <Webhooks />
    <Tokens />
  </>
);
