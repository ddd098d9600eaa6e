import type { MessageView } from '@parley/shared/messages';
import { Ellipsis, Reply } from 'lucide-react';
import { allowed } from '../../core/rooms/select';
import { useScreens } from '../../core/screens';
import { useAppSelector } from '../../core/store';
import { IconButton } from '../../ui/Button';
import { Menu } from '../../ui/Menu';
import { useComposerTarget } from '../composer/public/composerTarget';
import { QuickReactions } from './QuickReactions';
import { t } from './text/text';

interface MessageToolbarProps {
  message: MessageView;
  onOpenChange: (open: boolean) => void;
}

/** The actions of a message: shown on hover and focus, by Enter, and by a long press. */
export function MessageToolbar({ message, onOpenChange }: MessageToolbarProps) {
  const { reply } = useComposerTarget();
  const maySend = useAppSelector((state) => allowed(state, message.roomId, 'send'));
  const mayReply = useAppSelector((state) => allowed(state, message.roomId, 'reply'));
  const actions = useScreens()
    .flatMap(({ messageActions }) => messageActions ?? [])
    .sort((one, other) => one.order - other.order);
  return (
    <div
      role="toolbar"
      aria-label={t('message.actions')}
      className="absolute -top-4 end-4 z-10 flex items-center rounded-[10px] border border-line bg-raised p-0.5 shadow-float"
    >
      {maySend && <QuickReactions message={message} onOpenChange={onOpenChange} />}
      {mayReply && (
        <IconButton label={t('message.reply')} onClick={() => reply(message)}>
          <Reply size={18} strokeWidth={1.75} />
        </IconButton>
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
