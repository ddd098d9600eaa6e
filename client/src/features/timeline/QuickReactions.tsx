import type { MessageView } from '@parley/shared/messages';
import { SmilePlus } from 'lucide-react';
import { useCore } from '../../core/coreContext';
import { setReaction } from '../../core/rooms/messageCommands';
import { useAppSelector } from '../../core/store';
import { sentenceOf } from '../../platform/api';
import { announce } from '../../ui/announce';
import { IconButton } from '../../ui/Button';
import { showRefusal } from '../../ui/toast';
import { EmojiButton } from '../emoji/public/EmojiButton';
import { t } from './text/text';

const quick = ['👍', '❤️', '👀'];

interface QuickReactionsProps {
  message: MessageView;
  onOpenChange: (open: boolean) => void;
}

/** Three frequent reactions, where there is room for them, and a button for all others. */
export function QuickReactions({ message, onOpenChange }: QuickReactionsProps) {
  const core = useCore();
  const myId = useAppSelector((state) => state.session.me?.userId ?? '');
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
    </>
  );
}
