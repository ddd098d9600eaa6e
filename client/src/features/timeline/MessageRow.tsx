import type { MessageView } from '@parley/shared/messages';
import type { UserView } from '@parley/shared/users';
import { Check, CheckCheck } from 'lucide-react';
import { lazy, memo, Suspense } from 'react';
import { useAppSelector } from '../../core/store';
import type { OutboxItem } from '../../sync/outbox';
import { Avatar } from '../../ui/Avatar';
import { classes } from '../../ui/classes';
import { Fallible } from '../../ui/Fallible';
import { hasLeft, personName } from '../../core/rooms/personName';
import { PendingFiles } from '../uploads/public/PendingFiles';
import { Markdown } from './Markdown';
import { MessageBody, noticeSentence } from './MessageBody';
import { Receipts } from './Receipts';
import { formatClock, formatFull, formatNarrowClock, useTimes } from '../../ui/times';
import { t } from './text/first';

/** Loads with the first hover, or a second after the first room is on screen. */
export const loadToolbar = () =>
  import('./MessageToolbar').then(({ MessageToolbar: component }) => ({ default: component }));
const MessageToolbar = lazy(loadToolbar);
const NotSent = lazy(() => import('./NotSent'));
const Folded = lazy(() => import('./Folded'));

interface TimeProps {
  time: number | string;
  /** In the column of the pictures. */
  narrow?: boolean;
  quiet?: boolean;
}

function Time({ time, narrow = false, quiet = false }: TimeProps) {
  useTimes();
  return (
    <time
      dateTime={new Date(time).toISOString()}
      title={formatFull(time)}
      className={classes(
        'tabular text-[12px] whitespace-nowrap text-faint',
        quiet && 'opacity-0 group-hover/row:opacity-100',
      )}
    >
      {narrow ? formatNarrowClock(time) : formatClock(time)}
    </time>
  );
}

/** The author of a message; undefined until known. */
const useAuthor = (userId: string): UserView | undefined =>
  useAppSelector((state) => state.people.users.entities[userId]);

function Author({ user, time }: { user: UserView | undefined; time: number | string }) {
  return (
    <div className="flex items-baseline gap-2 leading-[22px]">
      <span className={classes('name truncate', hasLeft(user) && 'text-soft')} dir="auto">
        {personName(user)}
      </span>
      {user?.bot === true && (
        <span className="self-center rounded bg-hover px-1 text-[10px] leading-4 font-semibold text-soft uppercase">
          {t('people.app')}
        </span>
      )}
      {user?.statusEmoji && <span title={user.statusText}>{user.statusEmoji}</span>}
      <Time time={time} />
    </div>
  );
}

interface GutterProps {
  userId: string;
  user: UserView | undefined;
  grouped: boolean;
  time: number | string;
}

function Gutter({ userId, user, grouped, time }: GutterProps) {
  return (
    <div className="w-9 shrink-0 pt-0.5 text-end">
      {grouped ? (
        <Time time={time} narrow quiet />
      ) : (
        <Avatar id={userId} name={user?.displayName ?? '?'} size={36} />
      )}
    </div>
  );
}

function NoticeRow({ message }: { message: MessageView }) {
  const name = useAppSelector((state) => personName(state.people.users.entities[message.authorId]));
  const workspace = useAppSelector((state) => state.session.workspaceName);
  if (!message.notice) return null;
  return (
    <div className="flex items-baseline gap-2 px-5 py-1.5 text-[13px] text-soft max-[819px]:px-3">
      <span className="w-9 shrink-0 text-end">
        <Time time={message.createdAt} narrow />
      </span>
      <span className="ms-1" dir="auto">
        {noticeSentence(message.notice, name, workspace)}
      </span>
    </div>
  );
}

function Content({ message, folded }: { message: MessageView; folded: boolean | undefined }) {
  if (!folded) return <MessageBody message={message} />;
  return (
    <Fallible>
      <Suspense>
        <Folded message={message} />
      </Suspense>
    </Fallible>
  );
}

export interface MessageRowProps {
  message: MessageView;
  grouped: boolean;
  active: boolean;
  highlighted: boolean;
  /** The last of one's own messages: it carries the tick. */
  ticked: boolean;
  onActive: (key: string | undefined) => void;
  onMenu: (open: boolean) => void;
}

export const MessageRow = memo(function MessageRow({
  message,
  grouped,
  active,
  highlighted,
  ticked,
  onActive,
  onMenu,
}: MessageRowProps) {
  const myId = useAppSelector((state) => state.session.me?.userId ?? '');
  const user = useAuthor(message.authorId);
  const folded = useAppSelector((state) => state.session.me?.blocked?.includes(message.authorId));
  useTimes();
  if (message.notice && !message.deletedAt) return <NoticeRow message={message} />;
  const mentioned =
    !folded && (message.mentionIds.includes(myId) || message.mentionsRoom) && message.authorId !== myId;
  return (
    <article
      data-message
      data-seq={message.seq}
      data-grouped={grouped ? '' : undefined}
      tabIndex={-1}
      aria-label={`${personName(user)}, ${formatClock(message.createdAt)}`}
      onMouseEnter={() => onActive(message.clientId)}
      onMouseLeave={() => onActive(undefined)}
      onFocus={() => onActive(message.clientId)}
      className={classes(
        'group/row relative flex gap-3 px-5 outline-offset-[-2px] max-[819px]:px-3',
        grouped ? 'py-0.5' : 'pt-2 pb-0.5',
        mentioned ? 'bg-mention' : active && 'bg-hover',
        highlighted && 'animate-[flash_2.4s_ease-out]',
      )}
    >
      {mentioned && (
        <span aria-hidden="true" className="absolute inset-y-0 start-0 w-[3px] bg-[var(--mention-bar)]" />
      )}
      <Gutter userId={message.authorId} user={user} grouped={grouped} time={message.createdAt} />
      <div className="min-w-0 flex-1">
        {!grouped && <Author user={user} time={message.createdAt} />}
        <Content message={message} folded={folded} />
      </div>
      <Receipts
        message={message}
        ticked={ticked}
        icons={{ stored: <Check size={14} />, all: <CheckCheck size={14} /> }}
      />
      {active && !message.deletedAt && (
        <Fallible>
          <Suspense>
            <MessageToolbar message={message} onOpenChange={onMenu} />
          </Suspense>
        </Fallible>
      )}
    </article>
  );
});

export function PendingRow({ item, grouped }: { item: OutboxItem; grouped: boolean }) {
  const myId = useAppSelector((state) => state.session.me?.userId ?? '');
  const user = useAuthor(myId);
  const failed = item.state === 'failed';
  return (
    <article
      data-message
      data-pending={item.state}
      tabIndex={-1}
      aria-label={failed ? t('message.notSent') : t('message.sending')}
      className={classes('flex gap-3 px-5 max-[819px]:px-3', grouped ? 'py-0.5' : 'pt-2 pb-0.5')}
    >
      <Gutter userId={myId} user={user} grouped={grouped} time={item.createdAt} />
      <div className="min-w-0 flex-1">
        {!grouped && <Author user={user} time={item.createdAt} />}
        <div className={failed ? undefined : 'text-faint [&_a]:opacity-70 [&_img]:opacity-60'}>
          <Markdown text={item.text} />
        </div>
        <PendingFiles item={item} />
        {failed && (
          <Fallible>
            <Suspense>
              <NotSent item={item} />
            </Suspense>
          </Fallible>
        )}
      </div>
    </article>
  );
}
