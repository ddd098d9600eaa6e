import type { MessageView } from '@parley/shared/messages';
import { AtSign, X } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { useCore } from '../../app/coreContext';
import { useAppSelector } from '../../app/store';
import { sentenceOf } from '../../platform/api';
import { t } from '../../text/text';
import { Button, IconButton } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { Notice } from '../../ui/Notice';
import { useNarrow } from '../../ui/platform';
import { Hit } from '../search/Hit';

interface Page {
  messages: MessageView[];
  next: string | null;
}

const none: string[] = [];

/** What calls one, from all rooms, newest first; it follows what comes in while it is open. */
export function InboxPanel({ onClose }: { onClose: () => void }) {
  const core = useCore();
  const narrow = useNarrow();
  const rooms = useAppSelector((state) => state.rooms.byId);
  const [page, setPage] = useState<Page>();
  const [loading, setLoading] = useState(false);
  const [failure, setFailure] = useState<string>();

  const load = useCallback(
    async (before?: string): Promise<void> => {
      setLoading(true);
      setFailure(undefined);
      try {
        const query = before === undefined ? '' : `?before=${before}`;
        const got = await core.api.request<Page>(`/inbox${query}`);
        setPage((now) =>
          before === undefined ? got : { ...got, messages: [...(now?.messages ?? []), ...got.messages] },
        );
      } catch (error) {
        setFailure(sentenceOf(error));
      } finally {
        setLoading(false);
      }
    },
    [core],
  );
  useEffect(() => void load(), [load]);
  useEffect(
    () =>
      core.onMessages((_roomId, messages) => {
        const { me } = core.store.getState().session;
        if (
          me &&
          messages.some(
            (message) => message.mentionsRoom || message.mentionIds.includes(me.userId) || message.replyTo,
          )
        )
          void load();
      }),
    [core, load],
  );

  const addressOf = ({ roomId, seq }: MessageView): string =>
    `/rooms/${roomId}${narrow ? '' : '/inbox'}?at=${seq}`;
  return (
    <aside id="panel" aria-label={t('inbox.title')} className="panel">
      <header className="flex h-14 shrink-0 items-center justify-between border-b border-line px-4">
        <h2 className="heading m-0 text-[16px]">{t('inbox.title')}</h2>
        <IconButton label={t('inbox.close')} onClick={onClose}>
          <X size={18} strokeWidth={1.75} />
        </IconButton>
      </header>
      <div aria-live="polite" className="sr-only">
        {page && !loading && t('inbox.count', { count: page.messages.length })}
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto p-1" aria-busy={loading} tabIndex={-1}>
        <Failure>{failure}</Failure>
        {page?.messages.length === 0 && (
          <Notice icon={<AtSign size={32} strokeWidth={1.5} />} title={t('inbox.nothing')}>
            {t('inbox.nothingHint')}
          </Notice>
        )}
        <ul aria-label={t('inbox.title')} className="m-0 list-none p-0">
          {page?.messages.map((message) => (
            <Hit
              key={message.messageId}
              message={message}
              marks={none}
              to={addressOf(message)}
              unread={message.seq > (rooms[message.roomId]?.member.readSeq ?? Infinity)}
            />
          ))}
        </ul>
        {page?.next != null && (
          <div className="flex justify-center pb-4">
            <Button onClick={() => void load(page.next ?? undefined)} disabled={loading}>
              {loading ? t('inbox.loading') : t('search.more')}
            </Button>
          </div>
        )}
      </div>
    </aside>
  );
}
