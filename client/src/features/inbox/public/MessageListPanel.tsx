import type { MessageView } from '@parley/shared/messages';
import { X, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useAppSelector } from '../../../core/store';
import { t } from '../text/text';
import { Button, IconButton } from '../../../ui/Button';
import { Failure } from '../../../ui/Failure';
import { Notice } from '../../../ui/Notice';
import { useNarrow } from '../../../ui/platform';
import { SkeletonRows } from '../../../ui/Skeleton';
import { Hit } from '../../search/public/Hit';
import { usePages, type Page } from './usePages';

interface MessageListPanelProps {
  title: string;
  /** The label of the button that closes it. */
  close: string;
  Icon: LucideIcon;
  /** Shown when there are no messages. */
  nothing: { title: string; hint: ReactNode };
  /** Loads the newest, or the page after the one whose `next` it takes. The same function for the same list. */
  read: (before?: string) => Promise<Page>;
  /** The panel's name in the address: it stays open beside a message that is opened from it. */
  panel: string;
  /** When it changes, the list is loaded again. */
  freshAt?: unknown;
  onClose: () => void;
}

const none: string[] = [];

/** Messages from anywhere beside the room, newest first: mentions, saved or pinned ones. */
export function MessageListPanel(props: MessageListPanelProps) {
  const { title, Icon, read, panel, freshAt, onClose } = props;
  const narrow = useNarrow();
  const rooms = useAppSelector((state) => state.rooms.byId);
  const { page, loading, failure, loadMore } = usePages(read, freshAt);
  const addressOf = ({ roomId, seq }: MessageView): string =>
    `/rooms/${roomId}${narrow ? '' : `/${panel}`}?at=${seq}`;
  const next = page?.next ?? null;
  return (
    <aside id="panel" aria-label={title} className="panel">
      <header className="flex h-14 shrink-0 items-center justify-between border-b border-line px-4">
        <h2 className="heading m-0 text-[16px]">{title}</h2>
        <IconButton label={props.close} onClick={onClose}>
          <X size={18} strokeWidth={1.75} />
        </IconButton>
      </header>
      <div aria-live="polite" className="sr-only">
        {page && !loading && t('inbox.count', { count: page.messages.length })}
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto p-1" aria-busy={loading} tabIndex={-1}>
        <Failure>{failure}</Failure>
        {!page && loading && <SkeletonRows />}
        {page?.messages.length === 0 && (
          <Notice icon={<Icon size={32} strokeWidth={1.5} />} title={props.nothing.title}>
            {props.nothing.hint}
          </Notice>
        )}
        <ul aria-label={title} className="m-0 list-none p-0">
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
        {next !== null && (
          <div className="flex justify-center pb-4">
            <Button onClick={() => loadMore(next)} disabled={loading}>
              {loading ? t('inbox.loading') : t('search.more')}
            </Button>
          </div>
        )}
      </div>
    </aside>
  );
}
