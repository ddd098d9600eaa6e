import type { MessageView } from '@parley/shared/messages';
import { Ellipsis, Reply, SmilePlus } from 'lucide-react';
import { useCore } from '../../core/coreContext';
import { setReaction } from '../../core/rooms/messageCommands';
import { allowed } from '../../core/rooms/select';
import { useScreens } from '../../core/screens';
import { useAppSelector } from '../../core/store';
import { sentenceOf } from '../../platform/api';
import { t } from './text/text';
import { announce } from '../../ui/announce';
import { IconButton } from '../../ui/Button';
import { Menu } from '../../ui/Menu';
import { showRefusal } from '../../ui/toast';
import { useComposerTarget } from '../composer/public/composerTarget';
import { EmojiButton } from '../emoji/public/EmojiButton';

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
  const { reply } = useComposerTarget();
  const myId = useAppSelector((state) => state.session.me?.userId ?? '');
  const maySend = useAppSelector((state) => allowed(state, message.roomId, 'send'));
  const actions = useScreens()
    .flatMap(({ messageActions }) => messageActions ?? [])
    .sort((one, other) => one.order - other.order);

  const react = (emoji: string): void => {
    const mine = message.reactions.some(
      (reaction) => reaction.emoji === emoji && reaction.userIds.includes(myId),
    );
    setReaction(core, { messageId: message.messageId, emoji }, !mine).then(
      () => announce(mine ? t('reaction.takenBack', { emoji }) : t('reaction.done', { emoji })),
      (error: unknown) => showRefusal(t('reaction.failed'), sentenceOf(error)),
    );
  };

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
        {actions.map(({ order, Item }) => (
          <Item key={order} message={message} />
        ))}
      </Menu>
    </div>
  );
}
