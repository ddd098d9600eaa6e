import type { MessageView } from '@parley/shared/messages';
import { X, type LucideIcon } from 'lucide-react';
import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { useAppSelector } from '../../../core/store';
import { sentenceOf } from '../../../platform/api';
import { t } from '../text/text';
import { Button, IconButton } from '../../../ui/Button';
import { Failure } from '../../../ui/Failure';
import { Notice } from '../../../ui/Notice';
import { useNarrow } from '../../../ui/platform';
import { SkeletonRows } from '../../../ui/Skeleton';
import { Hit } from '../../search/public/Hit';

interface Page {
  messages: MessageView[];
  next?: string | null;
}

interface MessageListPanelProps {
  title: string;
  /** What the button says that closes it. */
  close: string;
  Icon: LucideIcon;
  /** What stands there when there is nothing. */
  nothing: { title: string; hint: ReactNode };
  /** Reads the newest, or a page more by the `next` of the one before; the same function until another list is meant. */
  read: (before?: string) => Promise<Page>;
  /** Which panel of the address it is, so that it stays open beside the message it leads to. */
  panel: string;
  /** Changes when the list is to be asked for again. */
  freshAt?: unknown;
  onClose: () => void;
}

const none: string[] = [];

/** Messages from anywhere beside the room, newest first: what calls one, what one saved, what is pinned. */
export function MessageListPanel(props: MessageListPanelProps) {
  const { title, Icon, read, panel, freshAt, onClose } = props;
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
        const got = await read(before);
        setPage((now) =>
          before === undefined ? got : { ...got, messages: [...(now?.messages ?? []), ...got.messages] },
        );
      } catch (error) {
        setFailure(sentenceOf(error));
      } finally {
        setLoading(false);
      }
    },
    [read],
  );
  useEffect(() => void load(), [load, freshAt]);

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
            <Button onClick={() => void load(next)} disabled={loading}>
              {loading ? t('inbox.loading') : t('search.more')}
            </Button>
          </div>
        )}
      </div>
    </aside>
  );
}
