import type { MessageView, Notice } from '@parley/shared/messages';
import { Pin } from 'lucide-react';
import { lazy, Suspense, useEffect } from 'react';
import { Link } from 'wouter';
import { useCore } from '../../core/coreContext';
import { useDialogs } from '../../core/dialogs';
import { useAppDispatch, useAppSelector } from '../../core/store';
import { sentenceOf } from '../../platform/api';
import { classes } from '../../ui/classes';
import { Fallible } from '../../ui/Fallible';
import { personName } from '../../core/rooms/personName';
import { showRefusal } from '../../ui/toast';
import { messagePath } from '../../core/rooms/names';
import { MessageFiles } from '../uploads/public/MessageFiles';
import { Markdown } from './Markdown';
import { MentionScope } from './mentionScope';
import { quotesLoaded } from '../../core/state/timelines';
import { setReaction } from '../../core/rooms/messageCommands';
import { t } from './text/first';

const MessageParts = lazy(() => import('./MessageParts'));
const QuotedWords = lazy(() => import('./public/QuotedWords'));

/** The message that this one replies to: from the loaded ones, or requested. */
function Quote({ message }: { message: MessageView }) {
  const core = useCore();
  const dispatch = useAppDispatch();
  const { replyTo, roomId } = message;
  const quoted = useAppSelector((state) => {
    if (!replyTo) return undefined;
    const here = state.timelines.byRoom[roomId]?.messages;
    return here?.[replyTo.seq - (here[0]?.seq ?? 0)] ?? state.timelines.quoted[replyTo.messageId];
  });
  const author = useAppSelector((state) => state.people.users.entities[quoted?.authorId ?? '']);
  useEffect(() => {
    if (!replyTo || quoted) return;
    core.loadMessage(replyTo.messageId).then(
      (loaded) => dispatch(quotesLoaded([loaded])),
      () => undefined,
    );
  }, [core, dispatch, replyTo, quoted]);
  if (!replyTo) return null;
  return (
    <Link
      to={messagePath(roomId, replyTo.seq)}
      className="mb-0.5 flex max-w-[640px] items-baseline gap-2 truncate border-s-2 border-strong ps-2.5 text-[13px] text-soft no-underline hover:text-text"
    >
      <span className="sr-only">{t('message.inReplyTo')}</span>
      <span className="shrink-0 font-semibold">{author ? personName(author) : '…'}</span>
      <span className="truncate" dir="auto">
        {quoted ? (
          quoted.deletedAt ? (
            <i>{t('message.deleted')}</i>
          ) : (
            <Fallible fallback="…">
              <Suspense fallback="…">
                <QuotedWords message={quoted} />
              </Suspense>
            </Fallible>
          )
        ) : (
          '…'
        )}
      </span>
    </Link>
  );
}

function ReactionChip({
  message,
  emoji,
  userIds,
}: {
  message: MessageView;
  emoji: string;
  userIds: string[];
}) {
  const core = useCore();
  const myId = useAppSelector((state) => state.session.me?.userId ?? '');
  const users = useAppSelector((state) => state.people.users.entities);
  const mine = userIds.includes(myId);
  const names = userIds.map((id) => (id === myId ? t('common.you') : personName(users[id]))).join(', ');
  return (
    <button
      type="button"
      aria-pressed={mine}
      title={names}
      aria-label={`${emoji} ${userIds.length}, ${names}`}
      onClick={() =>
        void setReaction(core, { messageId: message.messageId, emoji }, !mine).catch((error: unknown) =>
          showRefusal(t('reaction.failed'), sentenceOf(error)),
        )
      }
      className={classes(
        'flex h-7 items-center gap-1.5 rounded-full border px-2.5 text-[13px] max-[819px]:h-9',
        mine ? 'border-accent bg-tint text-accent' : 'border-line bg-hover text-soft hover:border-strong',
      )}
    >
      <span className="text-[15px] leading-none">{emoji}</span>
      <span className="tabular font-semibold">{userIds.length}</span>
    </button>
  );
}

function Reactions({ message }: { message: MessageView }) {
  return (
    <div className="mt-1 flex flex-wrap gap-1">
      {message.reactions.map(({ emoji, userIds }) => (
        <ReactionChip key={emoji} message={message} emoji={emoji} userIds={userIds} />
      ))}
    </div>
  );
}

function Edited({ message }: { message: MessageView }) {
  const { show } = useDialogs();
  return (
    <button
      type="button"
      onClick={() => show({ kind: 'edits', messageId: message.messageId })}
      className="text-[12px] text-faint hover:underline"
    >
      {t('message.edited')}
    </button>
  );
}

function Pinned({ message: { pinned } }: { message: MessageView }) {
  const name = useAppSelector((state) => personName(state.people.users.entities[pinned?.userId ?? '']));
  return (
    <div className="flex items-center gap-1 text-[12px] text-soft">
      <Pin size={12} aria-hidden="true" /> {t('pins.by', { name })}
    </div>
  );
}

/** The content of a message. Most are only text, and load nothing else. */
export function MessageBody({ message }: { message: MessageView }) {
  if (message.deletedAt) return <p className="m-0 text-[14px] text-faint italic">{t('message.deleted')}</p>;
  return (
    <>
      {message.pinned && <Pinned message={message} />}
      {message.replyTo && <Quote message={message} />}
      <MentionScope value={message}>
        <Markdown text={message.text} />
      </MentionScope>
      {message.parts && (
        <Fallible fallback={null}>
          <Suspense>
            <MessageParts message={message} />
          </Suspense>
        </Fallible>
      )}
      {message.files.length > 0 && <MessageFiles files={message.files} />}
      {message.editedAt && <Edited message={message} />}
      {message.reactions.length > 0 && <Reactions message={message} />}
    </>
  );
}

/** The sentence of a room's notice. */
export function noticeSentence(notice: Notice, name: string, workspace: string): string {
  switch (notice.kind) {
    case 'welcome':
      return t('notice.welcome', { workspace });
    case 'renamed':
      return t('notice.renamed', { name, room: notice.name });
    case 'topic':
      return notice.topic === ''
        ? t('notice.topicCleared', { name })
        : t('notice.topic', { name, topic: notice.topic });
    case 'archived':
      return t('notice.archived', { name });
  }
}
