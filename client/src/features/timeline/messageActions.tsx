import { isWritten } from '@parley/shared/isWritten';
import type { MessageView } from '@parley/shared/messages';
import { editMinutesOf } from '@parley/shared/standings';
import { messageText } from '@parley/shared/partTexts';
import { Copy, History, Link2, MailOpen, Pencil, Trash2 } from 'lucide-react';
import type { MouseEvent } from 'react';
import { useCore } from '../../core/coreContext';
import { useDialogs } from '../../core/dialogs';
import { announceOutcome } from '../../core/rooms/announceOutcome';
import { putMember } from '../../core/rooms/commands';
import { deleteMessage } from '../../core/rooms/messageCommands';
import { messagePath } from '../../core/rooms/names';
import { allowed, standingIn } from '../../core/rooms/select';
import { useAppSelector, type State } from '../../core/store';
import { sentenceOf } from '../../platform/api';
import { base } from '../../platform/base';
import { t } from './text/text';
import { announce } from '../../ui/announce';
import { copyText } from '../../ui/copyText';
import { MenuItem, MenuSeparator } from '../../ui/Menu';
import { showRefusal } from '../../ui/toast';
import { useComposerTarget } from '../composer/public/composerTarget';
import { pausedRooms } from './useReading';

interface ActionProps {
  message: MessageView;
}

const useMyId = (): string => useAppSelector((state) => state.session.me?.userId ?? '');

/** Whether a message is not too old to be edited, by the rules of its room. */
function isEditable(state: State, { roomId, createdAt }: MessageView): boolean {
  const standing = standingIn(state, roomId);
  const minutes = standing ? editMinutesOf(standing) : null;
  return minutes === null || Date.now() - Date.parse(createdAt) < minutes * 60_000;
}

export function EditAction({ message }: ActionProps) {
  const { edit } = useComposerTarget();
  const own = useMyId() === message.authorId;
  const mayEdit = useAppSelector(
    (state) => own && allowed(state, message.roomId, 'editOwnMessage') && isEditable(state, message),
  );
  if (!mayEdit || !isWritten(message)) return null;
  return (
    <MenuItem icon={<Pencil size={16} />} onSelect={() => edit(message)}>
      {t('message.edit')}
    </MenuItem>
  );
}

/** Copies the text of a message, without the names of its files. */
export function CopyTextAction({ message }: ActionProps) {
  const text = messageText({ ...message, files: [] });
  if (text === '') return null;
  return (
    <MenuItem icon={<Copy size={16} />} onSelect={() => void copyText(text, t('message.textCopied'))}>
      {t('message.copyText')}
    </MenuItem>
  );
}

export function CopyLinkAction({ message }: ActionProps) {
  const link = `${location.origin}${base}${messagePath(message.roomId, message.seq)}`;
  return (
    <MenuItem icon={<Link2 size={16} />} onSelect={() => void copyText(link, t('common.linkCopied'))}>
      {t('message.copyLink')}
    </MenuItem>
  );
}

export function MarkUnreadAction({ message }: ActionProps) {
  const core = useCore();
  const myId = useMyId();
  const member = useAppSelector((state) => state.rooms.byId[message.roomId] !== undefined);
  const mark = (): void => {
    pausedRooms.add(message.roomId);
    announceOutcome(
      putMember(core, { roomId: message.roomId, userId: myId }, { unreadFrom: message.seq }),
      t('message.markedUnread'),
    );
  };
  if (!member) return null;
  return (
    <MenuItem icon={<MailOpen size={16} />} onSelect={mark}>
      {t('message.markUnread')}
    </MenuItem>
  );
}

export function EarlierAction({ message }: ActionProps) {
  const { show } = useDialogs();
  if (!message.editedAt) return null;
  return (
    <MenuItem
      icon={<History size={16} />}
      onSelect={() => show({ kind: 'edits', messageId: message.messageId })}
    >
      {t('message.earlier')}
    </MenuItem>
  );
}

export function DeleteAction({ message }: ActionProps) {
  const core = useCore();
  const { show } = useDialogs();
  const own = useMyId() === message.authorId;
  const mayDelete = useAppSelector(
    (state) =>
      (own && allowed(state, message.roomId, 'deleteOwnMessage')) ||
      allowed(state, message.roomId, 'deleteAnyMessage'),
  );
  // Shift skips the confirmation.
  const select = (event: MouseEvent): void =>
    event.shiftKey
      ? void deleteMessage(core, message.messageId).then(
          () => announce(t('message.nowDeleted')),
          (error: unknown) => showRefusal(t('message.deleteFailed'), sentenceOf(error)),
        )
      : show({ kind: 'deleteMessage', message });
  if (!mayDelete) return null;
  return (
    <>
      <MenuSeparator />
      <MenuItem danger icon={<Trash2 size={16} />} onSelect={select}>
        {t('message.delete')}
      </MenuItem>
    </>
  );
}
