import type { MessageView } from '@parley/shared/messages';
import { Pin, PinOff } from 'lucide-react';
import { useCore } from '../../core/coreContext';
import { announceOutcome } from '../../core/rooms/announceOutcome';
import { setPinned } from '../../core/rooms/messageCommands';
import { allowed } from '../../core/rooms/select';
import { useAppSelector } from '../../core/store';
import { t } from './text/text';
import { MenuItem } from '../../ui/Menu';

export function PinAction({ message: { messageId, roomId, pinned } }: { message: MessageView }) {
  const core = useCore();
  const mayPin = useAppSelector((state) => allowed(state, roomId, 'pin'));
  const change = (): void =>
    announceOutcome(setPinned(core, messageId, !pinned), pinned ? t('pins.unpinned') : t('pins.pinned'));
  if (!mayPin) return null;
  return (
    <MenuItem icon={pinned ? <PinOff size={16} /> : <Pin size={16} />} onSelect={change}>
      {pinned ? t('pins.unpin') : t('pins.pin')}
    </MenuItem>
  );
}
