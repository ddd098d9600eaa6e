import type { MessageView } from '@parley/shared/messages';
import {
  Bookmark,
  BookmarkX,
  Copy,
  Ellipsis,
  Forward,
  History,
  Link2,
  MailOpen,
  Pencil,
  Pin,
  PinOff,
  Reply,
  SmilePlus,
  Trash2,
} from 'lucide-react';
import { useCore } from '../../core/coreContext';
import { useDialogs } from '../../core/dialogs';
import { useAppSelector } from '../../core/store';
import { sentenceOf } from '../../platform/api';
import { base } from '../../platform/base';
import { announce } from '../../ui/announce';
import { IconButton } from '../../ui/Button';
import { copyText } from '../../ui/copyText';
import { Menu, MenuItem, MenuSeparator } from '../../ui/Menu';
import { showRefusal } from '../../ui/toast';
import { EmojiButton } from '../emoji/public/EmojiButton';
import { useComposerTarget } from '../composer/public/composerTarget';
import { messagePath } from '../../core/rooms/names';
import { putMember } from '../../core/rooms/commands';
import { allowed } from '../../core/rooms/select';
import { deleteMessage, setPinned, setReaction, setSaved } from '../../core/rooms/messageCommands';
import { pausedRooms } from './useReading';
import { t } from '../../text/later';

const quick = ['👍', '❤️', '👀'];

/** What one can do with a message: shown on hover and focus, by Enter, and by a long press. */
export function MessageToolbar({
  message,
  onOpenChange,
}: {
  message: MessageView;
  onOpenChange: (open: boolean) => void;
}) {
  const core = useCore();
  const { show } = useDialogs();
  const { reply, edit } = useComposerTarget();
  const myId = useAppSelector((state) => state.session.me?.userId ?? '');
  const maySend = useAppSelector((state) => allowed(state, message.roomId, 'send'));
  const mayDelete = useAppSelector(
    (state) => message.authorId === myId || allowed(state, message.roomId, 'deleteAnyMessage'),
  );
  const own = message.authorId === myId;
  const member = useAppSelector((state) => state.rooms.byId[message.roomId] !== undefined);
  const saved = useAppSelector((state) => state.saved.ids[message.messageId] === true);

  const react = (emoji: string): void => {
    const mine = message.reactions.some(
      (reaction) => reaction.emoji === emoji && reaction.userIds.includes(myId),
    );
    setReaction(core, { messageId: message.messageId, emoji }, !mine).then(
      () => announce(mine ? t('reaction.takenBack', { emoji }) : t('reaction.done', { emoji })),
      (error: unknown) => showRefusal(t('reaction.failed'), sentenceOf(error)),
    );
  };
  const told = (work: Promise<unknown>, said: string): void =>
    void work.then(
      () => announce(said),
      (error: unknown) => showRefusal(t('message.changeFailed'), sentenceOf(error)),
    );

  return (
    <div
      role="toolbar"
      aria-label={t('message.actions')}
      className="absolute -top-4 end-4 z-10 flex items-center rounded-[10px] border border-line bg-raised p-0.5 shadow-float"
    >
      {maySend && (
        <>
          {quick.map((emoji) => (
            <IconButton
              key={emoji}
              label={t('reaction.with', { emoji })}
              onClick={() => react(emoji)}
              className="text-[16px] max-[819px]:hidden"
            >
              {emoji}
            </IconButton>
          ))}
          <span aria-hidden="true" className="mx-0.5 h-4 w-px bg-line max-[819px]:hidden" />
          <EmojiButton label={t('reaction.add')} onPick={react} onOpenChange={onOpenChange}>
            <SmilePlus size={18} strokeWidth={1.75} />
          </EmojiButton>
          <IconButton label={t('message.reply')} onClick={() => reply(message)}>
            <Reply size={18} strokeWidth={1.75} />
          </IconButton>
        </>
      )}
      <Menu
        onOpenChange={onOpenChange}
        trigger={
          <IconButton label={t('message.more')}>
            <Ellipsis size={18} strokeWidth={1.75} />
          </IconButton>
        }
      >
        {own && maySend && (
          <MenuItem icon={<Pencil size={16} />} onSelect={() => edit(message)}>
            {t('message.edit')}
          </MenuItem>
        )}
        <MenuItem
          icon={<Copy size={16} />}
          onSelect={() => void copyText(message.text, t('message.textCopied'))}
        >
          {t('message.copyText')}
        </MenuItem>
        <MenuItem
          icon={<Link2 size={16} />}
          onSelect={() =>
            void copyText(
              `${location.origin}${base}${messagePath(message.roomId, message.seq)}`,
              t('common.linkCopied'),
            )
          }
        >
          {t('message.copyLink')}
        </MenuItem>
        <MenuItem icon={<Forward size={16} />} onSelect={() => show({ kind: 'forward', message })}>
          {t('message.forward')}
        </MenuItem>
        <MenuItem
          icon={saved ? <BookmarkX size={16} /> : <Bookmark size={16} />}
          onSelect={() =>
            told(setSaved(core, message.messageId, !saved), saved ? t('saved.undone') : t('saved.done'))
          }
        >
          {saved ? t('saved.remove') : t('saved.save')}
        </MenuItem>
        {maySend && (
          <MenuItem
            icon={message.pinned ? <PinOff size={16} /> : <Pin size={16} />}
            onSelect={() =>
              told(
                setPinned(core, message.messageId, !message.pinned),
                message.pinned ? t('pins.unpinned') : t('pins.pinned'),
              )
            }
          >
            {message.pinned ? t('pins.unpin') : t('pins.pin')}
          </MenuItem>
        )}
        {member && (
          <MenuItem
            icon={<MailOpen size={16} />}
            onSelect={() => {
              pausedRooms.add(message.roomId);
              told(
                putMember(core, { roomId: message.roomId, userId: myId }, { unreadFrom: message.seq }),
                t('message.markedUnread'),
              );
            }}
          >
            {t('message.markUnread')}
          </MenuItem>
        )}
        {message.editedAt && (
          <MenuItem
            icon={<History size={16} />}
            onSelect={() => show({ kind: 'edits', messageId: message.messageId })}
          >
            {t('message.earlier')}
          </MenuItem>
        )}
        {mayDelete && (
          <>
            <MenuSeparator />
            <MenuItem
              danger
              icon={<Trash2 size={16} />}
              // Shift says that one is sure.
              onSelect={(event) =>
                event.shiftKey
                  ? void deleteMessage(core, message.messageId).then(
                      () => announce(t('message.nowDeleted')),
                      (error: unknown) => showRefusal(t('message.deleteFailed'), sentenceOf(error)),
                    )
                  : show({ kind: 'deleteMessage', message })
              }
            >
              {t('message.delete')}
            </MenuItem>
          </>
        )}
      </Menu>
    </div>
  );
}
